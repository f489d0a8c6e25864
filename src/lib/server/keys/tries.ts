import { minutes } from '../clock.ts';
import { ToolRefusal } from './tool-refusal.ts';

/** Calls without a living key that one address may make in a minute; a living key is never held up. */
export const FAILURES_A_MINUTE = 300;
const WINDOW = minutes(1);
/** More addresses are not remembered: the oldest starts anew. */
const MAX_ADDRESSES = 10_000;

/**
 * Counts, by client address, calls that bring no living key. In memory and bounded: guessing 256
 * bits is hopeless anyway, so this keeps a broken program from filling the log.
 */
export function triesByAddress({ most = FAILURES_A_MINUTE, maxAddresses = MAX_ADDRESSES } = {}) {
	const windows = new Map<string, { began: number; count: number }>();

	function windowOf(address: string, now: number) {
		const known = windows.get(address);
		// A clock that was set back must not make a window longer.
		if (known && now >= known.began && now < known.began + WINDOW) return known;
		windows.delete(address);
		const [oldest] = windows.keys();
		if (oldest !== undefined && windows.size >= maxAddresses) windows.delete(oldest);
		const fresh = { began: now, count: 0 };
		windows.set(address, fresh);
		return fresh;
	}

	return {
		/**
		 * Counts one failure; those whose address is not known count together.
		 * @param address as clientKey writes it: an IPv6 client is its /64
		 * @param now milliseconds of real time
		 * @throws ToolRefusal key_rate_limited, in the place of what the caller would have been told
		 */
		fail(address: string | null, now: number) {
			const window = windowOf(address ?? 'unknown', now);
			window.count += 1;
			if (window.count <= most) return;
			throw new ToolRefusal(
				'key_rate_limited',
				'Too many calls without a working key came from this address.',
				'Put a working key into the program, and wait a minute.',
				{ retryAfter: Math.max(1, Math.ceil((window.began + WINDOW - now) / 1000)) }
			);
		},

		size: () => windows.size
	};
}
