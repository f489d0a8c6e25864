import { days, hours, minutes } from '../../src/lib/server/clock.ts';
import type { FaultName, Profile } from './profile.ts';
import { randomOf } from './random.ts';
import { CALM_AT_THE_END, nameOf } from './weather.ts';

export type Sudden =
	| Extract<
			FaultName,
			| 'killed at a step'
			| 'disk fails at a step'
			| 'key rotated'
			| 'restored from last week'
			| 'updated in the middle'
			| 'password changed'
			| 'app removed at Instagram'
			| 'app removed, and Meta called'
			| 'disconnected'
	  >
	| 'backed up';

/** Something that happens at one moment; `account` is its number, -1 where it is the machine's matter. */
export type Happening = {
	at: number;
	fault: Sudden;
	account: number;
	/** At which step from then on; not after `until`. */
	step: number;
	until?: number;
};

/** How often in a year at worst; 0: once in a world. */
const OFTEN: Partial<Record<FaultName, number>> & Record<Exclude<Sudden, 'backed up'>, number> = {
	'killed at a step': 12,
	'disk fails at a step': 12,
	'key rotated': 1,
	'restored from last week': 1,
	'updated in the middle': 0,
	'password changed': 1,
	'app removed at Instagram': 0.7,
	'app removed, and Meta called': 0.7,
	disconnected: 0.7
};
const OF_THE_MACHINE = new Set<Sudden>([
	'killed at a step',
	'disk fails at a step',
	'key rotated',
	'backed up',
	'restored from last week',
	'updated in the middle'
]);
const SUDDEN = Object.keys(OFTEN) as Exclude<Sudden, 'backed up'>[];
/** A renewal has a dozen steps, a start as many. */
const STEPS = 40;

/** What happens in a world, in its order. */
export function happeningsOf(profile: Profile): Happening[] {
	const { seed, start, lasts, badness, connections, byFacebook } = profile;
	const [from, until] = [start + days(3), start + lasts - CALM_AT_THE_END - hours(1)];
	const all = SUDDEN.filter((fault) => profile.faults.has(fault)).flatMap((fault) => {
		const random = randomOf(seed, 4, nameOf(fault));
		const most = (OFTEN[fault] * lasts * (0.3 + badness)) / days(365.25);
		return Array.from({ length: 1 + Math.floor(random.next() * most) }, (): Happening[] => {
			const at = random.between(from, until);
			const account = random.whole(0, connections + byFacebook - 1);
			const one = {
				at,
				fault,
				account: OF_THE_MACHINE.has(fault) ? -1 : account,
				step: random.whole(1, STEPS)
			};
			if (fault !== 'restored from last week') return [one];
			// It holds what was so up to a week before.
			const before = Math.max(start + days(2), at - random.between(hours(1), days(7)));
			return [{ at: before, fault: 'backed up', account: -1, step: 0 }, one];
		}).flat();
	});
	return all.toSorted((one, other) => one.at - other.at);
}

/** How far a clock is set: an hour, days, beyond a token's life, or years. */
const STEPS_OF_CLOCKS = [minutes(10), hours(1), days(1), days(30), days(61), days(3650)] as const;
export const stepOfClock = (share: number) =>
	STEPS_OF_CLOCKS[Math.floor((share / 0.3) * STEPS_OF_CLOCKS.length)] ?? hours(1);
