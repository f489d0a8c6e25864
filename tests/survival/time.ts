import { setImmediate as turn } from 'node:timers/promises';

type Waiting = { at: number; order: number; go: () => void };

/** Nothing goes on, and nothing waits for a time: whoever is waited for never comes back. */
export class Stuck extends Error {}

export type Time = ReturnType<typeof createTime>;

/**
 * Time that only passes while everybody waits: a call that takes three seconds moves it by three, and
 * a year without anything to do costs nothing. What waits for the same moment goes on in the order in
 * which it began to wait, so a run can be had again.
 */
export function createTime(start: number) {
	let now = start;
	let asked = 0;
	const waiting: Waiting[] = [];

	function add(at: number, go: () => void) {
		const one = { at: Math.max(at, now), order: (asked += 1), go };
		let place = waiting.length;
		while (place > 0 && isBefore(one, waiting[place - 1])) place -= 1;
		waiting.splice(place, 0, one);
	}
	function step() {
		const first = waiting.shift();
		if (!first) return false;
		now = first.at;
		first.go();
		return true;
	}
	return {
		now: () => now,
		/** Calls back when the time has come, in the midst of whatever goes on then. */
		at: add,
		wait: (ms: number) => new Promise<void>((resolve) => add(now + ms, resolve)),
		/** Lets time pass; what was to happen by then happens. */
		async pass(until: number) {
			while (waiting[0] && waiting[0].at <= until) {
				step();
				await turn();
			}
			now = Math.max(now, until);
		},
		/**
		 * Runs work that waits for this time.
		 * @param isOver asked between two moments: true leaves the work where it stands
		 * @throws Stuck, and what the work throws
		 */
		async run<T>(work: Promise<T>, isOver: () => boolean = () => false): Promise<T | undefined> {
			let result: { value: T } | { error: unknown } | null = null;
			work.then(
				(value) => (result = { value }),
				(error: unknown) => (result = { error })
			);
			let idle = 0;
			for (;;) {
				await turn();
				const done = result as { value: T } | { error: unknown } | null;
				if (done && 'error' in done) throw done.error;
				if (done) return done.value;
				if (isOver()) return undefined;
				// Streams of answers take a turn or two of their own.
				if (idle < 3) idle += 1;
				else if (!step()) throw new Stuck('Nobody waits for a time, and nothing goes on.');
				else idle = 0;
			}
		}
	};
}

const isBefore = (one: Waiting, other: Waiting | undefined) =>
	other !== undefined && (one.at < other.at || (one.at === other.at && one.order < other.order));
