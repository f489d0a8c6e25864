/** The simulator's own time: real time plus an offset that can be moved both ways. */
export type Clock = {
	/** Milliseconds since 1970, in the simulator's time. */
	now(): number;
	readonly offsetMs: number;
	/** @param offsetMs distance from real time, negative for the past */
	setOffset(offsetMs: number): void;
};

/** No move may leave the years that a JavaScript date can write. */
export const FARTHEST_MS = 50 * 365 * 86_400_000;

/** @param realNow where real time comes from; tests pass their own */
export function createClock(realNow: () => number = Date.now): Clock {
	let offsetMs = 0;
	return {
		now: () => realNow() + offsetMs,
		get offsetMs() {
			return offsetMs;
		},
		setOffset(wanted) {
			offsetMs = Math.trunc(wanted);
		}
	};
}

const PACIFIC = new Intl.DateTimeFormat('en-US', {
	timeZone: 'America/Los_Angeles',
	weekday: 'long',
	day: '2-digit',
	month: 'short',
	year: '2-digit',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
	hourCycle: 'h23',
	timeZoneName: 'short'
});

/** A time as Meta writes it into its messages: `Monday, 01-Dec-25 11:00:00 PST`. */
export function pacificTime(at: number): string {
	const part = Object.fromEntries(
		PACIFIC.formatToParts(at).map(({ type, value }) => [type, value])
	);
	const day = `${part.weekday}, ${part.day}-${part.month}-${part.year}`;
	return `${day} ${part.hour}:${part.minute}:${part.second} ${part.timeZoneName}`;
}
