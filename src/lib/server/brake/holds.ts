import { hours, minutes, seconds } from '../clock.ts';
import type { Place } from './places.ts';

/** From these percentages of use on they wait; a creator's own clicks go on. */
const FROM = { background: 75, tool: 95 } as const;
export type Waiting = keyof typeof FROM;

/** How long a reading of use counts, where Meta tells no time. */
const LASTS = minutes(5);
/** How long the one call that may pass then has to bring a new reading; no call takes longer. */
const PASSING = seconds(75);

/** A hold that ends further ahead was set under a clock that went back since. */
const LONGEST = hours(24);

type Hold = { percent: number; until: number; isPassing: boolean };

/** How much of Meta's limits is used, by place, in the memory of this process. */
export function createHolds() {
	const holds = new Map<Place, Hold>();
	const heldBy = (place: Place, by: Waiting) => {
		const hold = holds.get(place);
		return hold !== undefined && hold.percent >= FROM[by] ? hold : null;
	};
	return {
		/** How long this one has to wait in milliseconds, 0: not at all. */
		waitMs(place: Place, by: Waiting, now: number): number {
			const hold = heldBy(place, by);
			const left = hold === null ? 0 : hold.until - now;
			return left > LONGEST ? 0 : Math.max(0, left);
		},
		/** One call passes that had waited: the next one waits for what it brings. */
		pass(place: Place, by: Waiting, now: number) {
			const hold = heldBy(place, by);
			if (hold) Object.assign(hold, { until: now + PASSING, isPassing: true });
		},
		/** @param percent null: the answer told nothing, which Meta does while little is used */
		note(
			place: Place,
			told: { percent: number | null; regainMs: number | null; isGood: boolean; now: number }
		) {
			const { percent, regainMs, isGood, now } = told;
			if (percent === null) {
				if (isGood && holds.get(place)?.isPassing) holds.delete(place);
				return;
			}
			if (percent < FROM.background) return void holds.delete(place);
			const lasts = percent >= FROM.tool ? (regainMs ?? LASTS) : LASTS;
			holds.set(place, { percent, until: now + lasts, isPassing: false });
		},
		/** After a block one call passes at first, too. */
		holdUntil(place: Place, until: number) {
			holds.set(place, { percent: 100, until, isPassing: false });
		}
	};
}
