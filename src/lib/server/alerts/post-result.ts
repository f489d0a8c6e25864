import { networkTrouble } from '../problems/network.ts';
import { type Answer, PrivateAddress } from './outgoing.ts';
import { arrived, failed, type Result } from './result.ts';

/**
 * What an HTTP answer means (Standard Webhooks 1.0.0, "Operational considerations"): 2xx took it, 410
 * wants no more, 429 says how long to wait; the rest is tried again.
 * @param realNow milliseconds: `Retry-After` may be a date
 */
export function resultOf({ status, retryAfter }: Answer, realNow: number): Result {
	const code = String(status);
	if (status >= 200 && status < 300) return arrived(`Sent: its server answered ${code}.`);
	if (status >= 300 && status < 400) {
		return failed(`Its server answered ${code} and leads elsewhere, which is not followed.`);
	}
	if (status === 410) {
		return failed('Its server answered 410: it takes no more, so this is off now.', {
			mayRetry: false,
			isGone: true
		});
	}
	if (status === 401 || status === 403) {
		return failed(`Its server answered ${code}: look at the address, or at the token.`);
	}
	return failed(`Its server answered ${code}.`, { askedToWait: waitIn(retryAfter, realNow) });
}

/** Why there was no answer. */
export function troubleOf(error: unknown): Result {
	if (error instanceof PrivateAddress) {
		return failed(
			'This address leads into a private network; OUTGOING_PRIVATE_HOSTS can allow its host.'
		);
	}
	if (error instanceof Error && error.name === 'TimeoutError') {
		return failed('Nothing answered within 15 seconds.');
	}
	const code = error instanceof Error && 'code' in error ? String(error.code) : null;
	return failed(`It could not be reached: ${networkTrouble(code)?.words ?? 'no answer came'}.`);
}

/** RFC 9110, section 10.2.3: seconds or a date. @returns milliseconds; null: not told */
function waitIn(retryAfter: string | null, realNow: number): number | null {
	if (retryAfter === null) return null;
	if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000;
	const until = Date.parse(retryAfter);
	return Number.isNaN(until) ? null : Math.max(0, until - realNow);
}
