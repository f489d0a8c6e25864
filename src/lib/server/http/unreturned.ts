import { minutes } from '../clock.ts';
import type { Attempt } from '../database/schema.ts';

/** Meta sends a browser back within seconds of the last click; two minutes leave time to log in. */
const LONG_ENOUGH = minutes(2);

/**
 * Whether to offer the page "Came back with nothing?": an attempt of this browser was started two
 * minutes ago or more, could still return, and did not. Another that returned since, or a success
 * since, settles it.
 * @param attempts of this browser, in any order
 * @param succeededAt when this browser last signed in or connected; null: not known
 */
export function didNotReturn(
	attempts: Pick<Attempt, 'createdAt' | 'consumedAt' | 'expiresAt'>[],
	now: number,
	succeededAt: number | null = null
): boolean {
	const lastReturn = Math.max(
		succeededAt ?? -Infinity,
		...attempts.map(({ consumedAt: at }) => at ?? -Infinity)
	);
	return attempts.some(
		(one) =>
			one.consumedAt === null &&
			one.createdAt > lastReturn &&
			now - one.createdAt >= LONG_ENOUGH &&
			now < one.expiresAt
	);
}
