import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	type ActivityWorld,
	activityWorld,
	NOW
} from '../../../../tests/support/activity-world.ts';
import { minutes } from '../clock.ts';
import { noteUnknownCallback } from './unknown-callbacks.ts';

let world: ActivityWorld;
beforeEach(async () => {
	world = await activityWorld();
});
afterEach(() => world.close());

const note = (at: number, address: string | null = '192.0.2.7') =>
	noteUnknownCallback(world.db, { at, address });
const lines = async () =>
	(await world.lines()).map(({ address, detail }) => [address, JSON.parse(detail) as unknown]);

describe('answers that nobody had asked for', () => {
	it('are counted on one line a minute for each address', async () => {
		await Promise.all(Array.from({ length: 30 }, (_, index) => note(NOW + index)));
		await note(NOW + 5, '192.0.2.8');
		await note(NOW + 6, null);
		await note(NOW + 7, null);
		expect(await lines()).toEqual([
			['192.0.2.7', { count: 30 }],
			['192.0.2.8', { count: 1 }],
			[null, { count: 2 }]
		]);
		await note(NOW + minutes(1) - 1);
		await note(NOW + minutes(1));
		expect(await lines()).toHaveLength(4);
		expect((await lines())[0]).toEqual(['192.0.2.7', { count: 31 }]);
	});

	it('do not count on a line of the future, where a clock was set back', async () => {
		await note(NOW + minutes(5));
		await note(NOW);
		expect(await lines()).toHaveLength(2);
	});
});
