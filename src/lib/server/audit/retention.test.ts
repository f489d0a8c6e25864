import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	type ActivityWorld,
	activityWorld,
	NOW
} from '../../../../tests/support/activity-world.ts';
import { days } from '../clock.ts';
import { dropOldActivity } from './retention.ts';

let world: ActivityWorld;
beforeEach(async () => {
	world = await activityWorld();
});
afterEach(() => world.close());

const left = async () => (await world.lines()).map(({ id }) => id);

describe('old activity', () => {
	it('goes after 400 days and no earlier', async () => {
		await world.note({ kind: 'signed_in', creatorId: 'ada' });
		await dropOldActivity(world.db, NOW + days(400) - 1);
		expect(await left()).toEqual([1]);
		await dropOldActivity(world.db, NOW + days(400));
		expect(await left()).toEqual([]);
	});

	it('gives way where strangers are refused too often: their oldest lines alone', async () => {
		await world.note({ kind: 'settings_changed' });
		await world.note({ kind: 'claimed', creatorId: 'ada' });
		await world.note({ kind: 'connect_refused', creatorId: 'ada' });
		await world.note({ kind: 'sign_in_refused' });
		await world.note({ kind: 'callbacks_unknown', detail: { count: 1 } });
		await world.note({ kind: 'sign_in_refused' });
		await dropOldActivity(world.db, NOW, 3);
		expect(await left()).toEqual([1, 2, 3, 4, 5, 6]);
		await dropOldActivity(world.db, NOW, 2);
		expect(await left()).toEqual([1, 2, 3, 5, 6]);
	});
});
