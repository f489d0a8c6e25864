import { CAUSES, isEndedCause } from './causes.ts';
import type { Cause } from './cause.ts';

/** What an error of Meta's says; null where it does not. */
export type Answered = {
	httpStatus: number;
	code: number | null;
	subcode: number | null;
	isTransient: boolean;
	/** Meta's message. */
	words: string;
};

const ALL = Object.keys(CAUSES) as Cause[];
const ENDS = ALL.filter(isEndedCause);
/** Told by words alone, whatever code and status they come under: no outage speaks of these. */
const PLAIN = ['app_secret', 'app_unknown', 'app_blocked', 'two_factor'] as const;

/**
 * Why Meta refused, by its words before its code. A definite end needs a 4xx that is not called
 * transient: an outage has already dressed itself up as a dead token.
 */
export function causeOfAnswer(told: Answered): Cause {
	const answer = { ...told, code: codeIn(told) };
	const { httpStatus, code, words } = answer;
	const plain = saidIn(PLAIN, words);
	if (plain) return plain;
	if (httpStatus >= 500) return 'meta_down';
	if (httpStatus === 429 || isCoded('throttled', answer) || saidIn(['throttled'], words)) {
		return 'throttled';
	}
	if (answer.isTransient || isCoded('meta_down', answer) || (code ?? 0) < 0) return 'meta_down';
	if (httpStatus < 400) return 'unexpected';
	if (code === 190 || code === 102) {
		return saidIn(ENDS, words) ?? ENDS.find((end) => isCoded(end, answer)) ?? 'token_ended';
	}
	return (
		saidIn(['not_a_tester', 'data_access_over'], words) ??
		PLAIN.find((cause) => isCoded(cause, answer)) ??
		(isPermission(code) ? 'app_not_permitted' : 'refused')
	);
}

/** The cause that a code of the ledger stands for: rows from before causes were kept have no more. */
export function causeOfCode(text: string): Cause | null {
	if (text === 'timeout' || text === 'network') return 'unreachable';
	const http = /^HTTP (\d{3})$/.exec(text)?.[1];
	const [, code, subcode] = /^(-?\d+)(?:\/(\d+))?$/.exec(text) ?? [];
	if (http === undefined && code === undefined) return null;
	return causeOfAnswer({
		httpStatus: Number(http ?? 400),
		code: code === undefined ? null : Number(code),
		subcode: subcode === undefined ? null : Number(subcode),
		isTransient: false,
		words: ''
	});
}

/**
 * The token endpoint repeats the HTTP status as its code; the number is then in the words, as in
 * "(#4) Application request limit reached".
 */
function codeIn({ code, httpStatus, words }: Answered): number | null {
	const named = /^\(#(\d{1,9})\)/.exec(words)?.[1];
	return named !== undefined && (code === null || code === httpStatus) ? Number(named) : code;
}

const saidIn = <One extends Cause>(causes: readonly One[], words: string): One | undefined =>
	causes.find((cause) => CAUSES[cause].says?.test(words));

const isCoded = (cause: Cause, { code, subcode }: Answered) =>
	code !== null &&
	(CAUSES[cause].codes ?? []).some(
		(known) => known === String(code) || known === `${String(code)}/${String(subcode)}`
	);

const isPermission = (code: number | null) =>
	code === 3 || code === 10 || (code !== null && code >= 200 && code <= 299);
