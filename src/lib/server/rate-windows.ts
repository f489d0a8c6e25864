import { minutes } from './clock.ts';

const WINDOW = minutes(1);
/** More is not remembered: the oldest window goes, and its sender starts anew. */
const MAX_KEYS = 10_000;

export type Taken =
	| { isAllowed: true }
	/** `retryAfter` in whole seconds; `isFirst`: the first refusal of this window. */
	| { isAllowed: false; retryAfter: number; isFirst: boolean };

/**
 * Counts requests by key, in windows of a minute that begin with a key's first request. In memory
 * and bounded: a limiter in the database would wait for the disk with every request.
 */
export function rateWindows({ maxKeys = MAX_KEYS }: { maxKeys?: number } = {}) {
	const windows = new Map<string, { began: number; count: number }>();

	function windowOf(key: string, now: number) {
		const known = windows.get(key);
		// A clock that was set back must not make a window longer.
		if (known && now >= known.began && now < known.began + WINDOW) return known;
		// Deleted first: a map keeps a key where it came in, and the oldest shall be at the front.
		windows.delete(key);
		const [oldest] = windows.keys();
		if (oldest !== undefined && windows.size >= maxKeys) windows.delete(oldest);
		const fresh = { began: now, count: 0 };
		windows.set(key, fresh);
		return fresh;
	}

	return {
		/** Counts one request. @param now milliseconds */
		take(key: string, perMinute: number, now: number): Taken {
			const window = windowOf(key, now);
			window.count += 1;
			if (window.count <= perMinute) return { isAllowed: true };
			return {
				isAllowed: false,
				retryAfter: Math.ceil((window.began + WINDOW - now) / 1000),
				isFirst: window.count === perMinute + 1
			};
		},

		size: () => windows.size
	};
}
