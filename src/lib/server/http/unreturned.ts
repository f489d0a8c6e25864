import { minutes } from '../clock.ts';
import type { Attempt } from '../database/schema.ts';

/** Meta sends a browser back within seconds of the last click; two minutes leave time to log in. */
const LONG_ENOUGH = minutes(2);

/**
 * Whether to offer the page "Came back with nothing?": an attempt of this browser was started two
 * minutes ago or more, could still return, and did not. One that was started later and did return
 * settles it.
 * @param attempts of this browser, in any order
 */
export function didNotReturn(
	attempts: Pick<Attempt, 'createdAt' | 'consumedAt' | 'expiresAt'>[],
	now: number
): boolean {
	const lastReturn = Math.max(
		-Infinity,
		...attempts.filter((one) => one.consumedAt !== null).map((one) => one.createdAt)
	);
	return attempts.some(
		(one) =>
			one.consumedAt === null &&
			one.createdAt > lastReturn &&
			now - one.createdAt >= LONG_ENOUGH &&
			now < one.expiresAt
	);
}
