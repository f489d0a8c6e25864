import { uptime } from 'node:os';

export const seconds = (count: number) => count * 1000;
export const minutes = (count: number) => seconds(count * 60);
export const hours = (count: number) => minutes(count * 60);
export const days = (count: number) => hours(count * 24);

/** Which minute a time is in: what is told to the minute is read again with each. */
export const minuteOf = (time: number) => Math.floor(time / minutes(1));

/** Milliseconds since 1970 in UTC; tests and practice mode pass a clock of their own. */
export type Clock = { now(): number };

export const systemClock: Clock = { now: () => Date.now() };

/**
 * This machine's times in milliseconds. They part when the clock is set or the machine sleeps, so
 * how long something took is never told by `wall`.
 */
export type MachineTimes = {
	/** Since 1970 in UTC. Anybody may set it. */
	wall: () => number;
	/** Only ever goes on; on Linux it stands still while the machine sleeps. */
	monotonic: () => number;
	/** Since the machine was started, its sleep included. */
	uptime: () => number;
};

export const machineTimes: MachineTimes = {
	wall: () => Date.now(),
	monotonic: () => performance.now(),
	uptime: () => seconds(uptime())
};

/** Smaller steps are a clock's usual corrections, and a moment between two readings. */
const NOTABLE_STEP = seconds(2);

/**
 * Watches for steps of the wall clock.
 * @returns a look: how far it was set since the look before (ms, negative: back), 0: not at all.
 * Sleep looks like a step forward.
 */
export function clockSteps({ wall, monotonic }: MachineTimes = machineTimes): () => number {
	let apart = wall() - monotonic();
	return () => {
		const step = wall() - monotonic() - apart;
		apart += step;
		return Math.abs(step) < NOTABLE_STEP ? 0 : step;
	};
}
