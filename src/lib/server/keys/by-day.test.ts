import { afterEach, beforeEach, expect, it } from 'vitest';
import { keysWorld, type KeysWorld } from '../../../../tests/support/keys-world.ts';
import { days, hours } from '../clock.ts';
import { daysOfKey } from './by-day.ts';

let world: KeysWorld;
beforeEach(async () => {
	world = await keysWorld();
});
afterEach(() => world.close());

it('adds up hours to days in UTC, the newest first, and leaves out days without a call', async () => {
	const { id } = (await world.make()).key;
	const midnight = Date.UTC(2027, 5, 1);
	const used = [
		[midnight + hours(12), 5, 1],
		[midnight, 2, 0],
		[midnight - hours(1), 7, 3],
		[midnight - days(13), 1, 1],
		[midnight - days(13) - hours(1), 9, 9]
	] as const;
	const rows = used.map(([hour, calls, refused]) => ({ keyId: id, hour, calls, refused }));
	await world.db.insertInto('apiKeyHours').values(rows).execute();
	const asked = { now: world.clock.now(), length: 14 };
	expect(await daysOfKey(world.db, id, asked)).toEqual([
		{ day: '2027-06-01', calls: 7, refused: 1 },
		{ day: '2027-05-31', calls: 7, refused: 3 },
		{ day: '2027-05-19', calls: 1, refused: 1 }
	]);
	expect(await daysOfKey(world.db, 'another', asked)).toEqual([]);
});
