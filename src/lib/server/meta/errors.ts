import { causeOfAnswer } from '../problems/cause-of.ts';
import type { Cause } from '../problems/cause.ts';
import { plainWords } from './plain-words.ts';
import type { Refusal } from './refusal.ts';

/** No answer, or not the whole of it in time. Carries no `cause`: fetch's errors name addresses. */
export class CouldNotSend extends Error {
	readonly reason: 'timeout' | 'network';
	/** The system's or undici's own code such as ECONNRESET, where there is one. */
	readonly systemCode: string | null;

	constructor(reason: 'timeout' | 'network', systemCode: string | null = null) {
		super(
			reason === 'timeout'
				? 'Meta did not answer in time'
				: `Meta could not be reached${systemCode === null ? '' : ` (${systemCode})`}`
		);
		this.name = 'CouldNotSend';
		this.reason = reason;
		this.systemCode = systemCode;
	}
}

/** Meta answered with an error of its own. Only `words` is Meta's text. */
export class MetaRefused extends Error implements Refusal {
	readonly httpStatus: number;
	readonly code: number | null;
	readonly subcode: number | null;
	readonly type: string | null;
	readonly isTransient: boolean;
	readonly words: string;

	constructor(refusal: Refusal) {
		super(`Meta refused with ${nameOf(refusal)} under HTTP ${refusal.httpStatus}`);
		this.name = 'MetaRefused';
		this.httpStatus = refusal.httpStatus;
		this.code = refusal.code;
		this.subcode = refusal.subcode;
		this.type = refusal.type;
		this.isTransient = refusal.isTransient;
		this.words = refusal.words;
	}
}

/** An answer that is neither what was asked for nor an error of Meta's; never quotes its body. */
export class UnexpectedAnswer extends Error {
	readonly what: string;
	readonly httpStatus: number;

	constructor(what: string, httpStatus: number) {
		super(`Meta answered oddly: ${what}`);
		this.name = 'UnexpectedAnswer';
		this.what = what;
		this.httpStatus = httpStatus;
	}
}

/**
 * A token answered for somebody else: whatever it is, it is not this connection's. A definite
 * answer, because Meta does not mix accounts up by accident.
 */
export class OtherAccount extends UnexpectedAnswer {
	constructor() {
		super('the profile of another account', 200);
		this.name = 'OtherAccount';
	}
}

/** Why a call to Meta failed, in our words. */
export function causeOf(error: unknown): Cause {
	if (error instanceof MetaRefused) return causeOfAnswer(error);
	if (error instanceof CouldNotSend) return 'unreachable';
	if (error instanceof UnexpectedAnswer && error.httpStatus === 429) return 'throttled';
	if (error instanceof UnexpectedAnswer && error.httpStatus >= 500) return 'meta_down';
	return 'unexpected';
}

/** What was said with it: Meta's words, or the system's code where no answer came. */
export function detailOf(error: unknown): string | null {
	if (error instanceof MetaRefused) return error.words || null;
	return error instanceof CouldNotSend ? error.systemCode : null;
}

/**
 * All that the ledger keeps of a failure.
 * @param secrets what was sent: blanked once more, because the ledger is shown
 */
export function whyOf(error: unknown, secrets: string[]) {
	const detail = detailOf(error);
	return {
		code: codeOf(error),
		cause: causeOf(error),
		detail: detail === null ? null : plainWords(detail, secrets)
	};
}

/** For the ledger: `190/460`, `2`, `HTTP 502`, `timeout`, `network` or `unexpected`. */
export function codeOf(error: unknown): string {
	if (error instanceof CouldNotSend) return error.reason;
	if (error instanceof MetaRefused) return nameOf(error);
	if (error instanceof UnexpectedAnswer && error.httpStatus >= 400) {
		return `HTTP ${error.httpStatus}`;
	}
	return 'unexpected';
}

function nameOf({ httpStatus, code, subcode }: Refusal): string {
	if (code === null) return `HTTP ${httpStatus}`;
	return subcode ? `${code}/${subcode}` : `${code}`;
}
