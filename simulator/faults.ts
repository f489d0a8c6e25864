import { ENDPOINTS, type Endpoint } from './calls.ts';

/** Everything that can go wrong with an answer, in a sentence each for the control page. */
export const FAULT_KINDS = {
	transient_1: 'Code 1, "an unknown error", is_transient, HTTP 500',
	transient_minus_1: 'Code -1 with 2207032, is_transient, HTTP 400',
	transient_minus_2: 'Code -2 with 2207003, a fetch that took too long, HTTP 400',
	transient_2: 'Code 2, "service temporarily unavailable", is_transient, HTTP 500',
	unavailable: 'HTTP 503 with a page of HTML',
	html_502: 'HTTP 502 with a page of HTML',
	truncated: 'The right answer, cut in the middle',
	empty: 'HTTP 200 without a body',
	null: 'HTTP 200 with the body null',
	array: 'HTTP 200 with the body []',
	error_200: 'An error object with HTTP 200',
	wrong_type: 'The right answer as text/html',
	oversized: 'The right answer, followed by 16 MB of spaces',
	slow: 'The right answer, late',
	drip: 'The right answer, drop by drop',
	hang: 'Accepted, never answered',
	reset_before: 'Connection reset before the headers',
	reset_after: 'Connection reset after the headers and half the body',
	rate_4: 'Code 4, the app’s limit, HTTP 403',
	rate_17: 'Code 17, the user’s limit, HTTP 400',
	rate_32: 'Code 32, the page’s limit, HTTP 400',
	rate_341: 'Code 341, too many actions, HTTP 400',
	rate_368: 'Code 368, blocked for a while as abuse, HTTP 400',
	rate_613: 'Code 613, a limit of its own, HTTP 400',
	rate_80001: 'Code 80001, too many calls to this Page, HTTP 400',
	rate_80002: 'Code 80002, too many calls to this account, HTTP 400',
	status_429: 'HTTP 429',
	publish_spam: 'Code 4 with 2207051, publishing blocked as spam, HTTP 403',
	publish_quota: 'Code 9 with 2207042, the day’s posts are used up, HTTP 403',
	permission_10: 'Code 10, permission missing, HTTP 403',
	permission_200: 'Code 200, permission missing, HTTP 403',
	app_deactivated: 'Code 200, API access deactivated',
	app_blocked: 'Code 200, API access blocked',
	app_deleted: 'Code 190 (101 where the app asks for a token), the app was deleted',
	wrong_proof: 'Code 100, invalid appsecret_proof: the secret was changed',
	token_460: 'Code 190 with 460, the password was changed, or for security reasons',
	token_467: 'Code 190 with 467, logged out',
	token_492: 'Code 190 with 492, the role on the Page was lost',
	two_factor: 'Code 415 with 2859009, the portfolio wants two-factor authentication',
	callback_901: 'Back to the client with error_code and error_message, Facebook’s own form',
	callback_server_error: 'Back to the client with error=server_error',
	callback_temporarily_unavailable: 'Back to the client with error=temporarily_unavailable',
	done_code_1: 'Done, and answered with code 1, HTTP 500',
	done_code_2: 'Done, and answered with code 2, is_transient, HTTP 500',
	done_2207051: 'Done, and answered with code 4 and 2207051, HTTP 403',
	done_503: 'Done, and answered with HTTP 503 and a page of HTML',
	done_timeout: 'Done, and never answered',
	done_reset: 'Done, and the connection reset before the headers',
	redirect_302: 'HTTP 302 to another address',
	custom: 'The status and body that are given'
} as const;
export type FaultKind = keyof typeof FAULT_KINDS;

/** Kinds where Meta did its work and said nothing of it, or that it had failed. */
export const PUBLISH_FAULTS = [
	'done_code_1',
	'done_code_2',
	'done_2207051',
	'done_503',
	'done_timeout',
	'done_reset'
] as const satisfies readonly FaultKind[];
export type PublishFault = (typeof PUBLISH_FAULTS)[number];

/** Kinds where Meta did its work and only the answer was spoilt: a code is spent, a token rotated. */
export const SPOILS_A_REAL_ANSWER: ReadonlySet<FaultKind> = new Set<FaultKind>([
	'truncated',
	'wrong_type',
	'oversized',
	'slow',
	'drip',
	'reset_after',
	...PUBLISH_FAULTS
]);

export const isPublishFault = (kind: FaultKind): kind is PublishFault =>
	PUBLISH_FAULTS.some((one) => one === kind);

/** Kinds that only the pages have that lead back to a client. */
export const isOfCallback = (kind: FaultKind) => kind.startsWith('callback_');

export const FAULT_ENDPOINTS = [...ENDPOINTS, '*'] as const;

export type Fault = {
	endpoint: Endpoint | '*';
	kind: FaultKind;
	/** Calls left, or null until it is cleared. */
	times: number | null;
	delayMs: number | null;
	status: number | null;
	body: string | null;
};

/** The faults that are set. The oldest that fits a call is used first, its own endpoint before `*`. */
export function createFaults() {
	let faults: Fault[] = [];
	return {
		add(fault: Fault) {
			faults.push(fault);
		},
		take(endpoint: Endpoint): Fault | null {
			const fault =
				faults.find((candidate) => candidate.endpoint === endpoint) ??
				faults.find((candidate) => candidate.endpoint === '*');
			if (!fault) return null;
			if (fault.times !== null) {
				fault.times -= 1;
				if (fault.times <= 0) faults = faults.filter((other) => other !== fault);
			}
			return fault;
		},
		clear() {
			faults = [];
		},
		list: () => faults.map((fault) => ({ ...fault }))
	};
}
