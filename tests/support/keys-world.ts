import { createHash } from 'node:crypto';
import { openKeys } from '../../src/lib/server/keys/keys.ts';
import { makeKey, type WantedKey } from '../../src/lib/server/keys/store.ts';
import { type ActivityWorld, activityWorld } from './activity-world.ts';

/** A clock that the test moves, in milliseconds of real time. */
export type TestClock = { time: number; now: () => number };

/** Bytes that look random and are the same in every run. */
export function fixedRandom(seed = 'keys') {
	let count = 0;
	return (size: number) => {
		count += 1;
		const bytes = createHash('sha512')
			.update(`${seed} ${String(count)}`)
			.digest();
		return bytes.subarray(0, size);
	};
}

/** A real database with ada and bo and their connections, and the keys of a running app. */
export async function keysWorld() {
	const world = await activityWorld();
	const clock: TestClock = {
		time: Date.UTC(2027, 5, 1, 12, 30, 15),
		now: () => clock.time
	};
	const random = fixedRandom();
	const doing = () => ({ now: clock.time, at: clock.time, address: '192.0.2.7' });
	return {
		...world,
		clock,
		random,
		doing,
		keys: openKeys({ db: world.db, now: clock.now }),
		make: (wanted: Partial<WantedKey> = {}) =>
			makeKey(
				world.db,
				{
					creatorId: 'ada',
					name: 'n8n',
					connections: ['c-ada'],
					actions: ['media.read'],
					expiresAt: null,
					...wanted
				},
				{ ...doing(), random }
			)
	};
}

export type KeysWorld = Awaited<ReturnType<typeof keysWorld>> & ActivityWorld;
