import { ENDPOINTS, type Endpoint } from './calls.ts';

/** Everything that can go wrong with an answer, in a sentence each for the control page. */
export const FAULT_KINDS = {
	transient_1: 'Code 1, "an unknown error", is_transient, HTTP 500',
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
	rate_613: 'Code 613, a limit of its own, HTTP 400',
	rate_80002: 'Code 80002, too many calls to this account, HTTP 400',
	status_429: 'HTTP 429',
	permission_10: 'Code 10, permission missing, HTTP 403',
	permission_200: 'Code 200, permission missing, HTTP 403',
	redirect_302: 'HTTP 302 to another address',
	custom: 'The status and body that are given'
} as const;
export type FaultKind = keyof typeof FAULT_KINDS;

/** Kinds where Meta did its work and only the answer was spoilt: a code is spent, a token rotated. */
export const SPOILS_A_REAL_ANSWER: ReadonlySet<FaultKind> = new Set<FaultKind>([
	'truncated',
	'wrong_type',
	'oversized',
	'slow',
	'drip',
	'reset_after'
]);

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
