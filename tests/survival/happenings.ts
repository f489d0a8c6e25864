import { days, hours, minutes } from '../../src/lib/server/clock.ts';
import type { FaultName, Profile } from './profile.ts';
import { randomOf } from './random.ts';
import { CALM_AT_THE_END, nameOf } from './weather.ts';

/** Something that happens at one moment; `account` is its number, -1 where it is the machine's matter. */
export type Happening = {
	at: number;
	fault: FaultName;
	account: number;
	/** At which step from then on; not after `until`. */
	step: number;
	until?: number;
};

/** How often in a year at worst. */
const OFTEN: Partial<Record<FaultName, number>> = {
	'killed at a step': 12,
	'disk fails at a step': 12,
	'another key': 1,
	'restored from last week': 1,
	'password changed': 1,
	'app removed at Instagram': 0.7,
	'app removed, and Meta called': 0.7,
	disconnected: 0.7
};
const OF_THE_MACHINE = new Set<FaultName>([
	'killed at a step',
	'disk fails at a step',
	'another key',
	'restored from last week'
]);
/** A renewal has a dozen steps, a start as many. */
const STEPS = 40;

/** What happens in a world, in its order. */
export function happeningsOf(profile: Profile): Happening[] {
	const { seed, start, lasts, badness, connections } = profile;
	const [from, until] = [start + days(3), start + lasts - CALM_AT_THE_END - hours(1)];
	const all = [...profile.faults].flatMap((fault) => {
		const often = OFTEN[fault];
		if (often === undefined) return [];
		const random = randomOf(seed, 4, nameOf(fault));
		const most = (often * lasts * (0.3 + badness)) / days(365.25);
		return Array.from({ length: 1 + Math.floor(random.next() * most) }, () => ({
			at: random.between(from, until),
			fault,
			account: OF_THE_MACHINE.has(fault) ? -1 : random.whole(0, connections - 1),
			step: random.whole(1, STEPS)
		}));
	});
	return all.toSorted((one, other) => one.at - other.at);
}

/** How far a clock is set: an hour, days, beyond a token's life, or years. */
const STEPS_OF_CLOCKS = [minutes(10), hours(1), days(1), days(30), days(61), days(3650)] as const;
export const stepOfClock = (share: number) =>
	STEPS_OF_CLOCKS[Math.floor((share / 0.3) * STEPS_OF_CLOCKS.length)] ?? hours(1);
