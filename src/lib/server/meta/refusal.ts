import type { EndedCause, FailingCause } from '../database/schema.ts';

/** What Meta's error body says; null where it does not. */
export type Refusal = {
	httpStatus: number;
	code: number | null;
	subcode: number | null;
	type: string | null;
	isTransient: boolean;
	/** Meta's message: plain text, at most 200 characters, without the secrets that were sent. */
	words: string;
};

/**
 * Application, user, page and custom limits, Instagram's business use case, and policy limits:
 * Graph API "Rate limiting" and "Error handling". Meta sends them under 400 and 403.
 */
const THROTTLED = new Set([4, 17, 32, 613, 80001, 80002, 341, 368]);

/** Under 190: Graph API "Error handling", authentication subcodes. */
const ENDED_BY_SUBCODE = new Map<number | null, EndedCause>([
	[458, 'app_removed'],
	[459, 'checkpoint'],
	[460, 'password_changed'],
	[463, 'expired'],
	[464, 'unconfirmed']
]);

/** graph.instagram.com often sends subcode 0 or none: then only the words tell. */
const ENDED_BY_WORDS: [RegExp, EndedCause][] = [
	[/session has expired/i, 'expired'],
	[/changed (their|the|your) password/i, 'password_changed'],
	[/not authorized application|has not (been )?authorized|removed the app/i, 'app_removed'],
	[/checkpoint|follow the instructions/i, 'checkpoint'],
	[/not a confirmed user|unconfirmed/i, 'unconfirmed']
];

/** The account has no accepted tester role, or the app may not serve it; the token is fine. */
const NOT_A_TESTER = /unsupported request - method type|insufficient developer role/i;

/**
 * Why Meta refused. A definite cause needs a 4xx that is not called transient: an outage has
 * already dressed itself up as a dead token.
 */
export function causeOfRefusal(refusal: Refusal): FailingCause | EndedCause | 'refused' {
	const { httpStatus, code } = refusal;
	if (httpStatus >= 500) return 'unreachable';
	if (isThrottled(refusal)) return 'throttled';
	if (refusal.isTransient || code === 1 || code === 2 || (code ?? 0) < 0) return 'unreachable';
	if (httpStatus < 400) return 'unexpected';
	if (code === 190 || code === 102) return endedBy(refusal);
	if (NOT_A_TESTER.test(refusal.words)) return 'not_a_tester';
	if (isPermission(code)) return 'app_not_permitted';
	return 'refused';
}

const isThrottled = ({ httpStatus, code, subcode }: Refusal) =>
	httpStatus === 429 ||
	(code !== null && THROTTLED.has(code)) ||
	(code === 9 && subcode === 2207042);

const isPermission = (code: number | null) =>
	code === 3 || code === 10 || (code !== null && code >= 200 && code <= 299);

const endedBy = ({ subcode, words }: Refusal): EndedCause =>
	ENDED_BY_SUBCODE.get(subcode) ??
	ENDED_BY_WORDS.find(([pattern]) => pattern.test(words))?.[1] ??
	'token_ended';
