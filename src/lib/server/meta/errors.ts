import type { EndedCause, FailingCause } from '../database/schema.ts';
import { causeOfRefusal, type Refusal } from './refusal.ts';

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

/**
 * Why a call to Meta failed, in our words. 'refused' is a refusal that says nothing about the
 * token: to a renewal it is transient.
 */
export function causeOf(error: unknown): FailingCause | EndedCause | 'refused' {
	if (error instanceof MetaRefused) return causeOfRefusal(error);
	if (error instanceof CouldNotSend) return 'unreachable';
	if (error instanceof UnexpectedAnswer && error.httpStatus === 429) return 'throttled';
	if (error instanceof UnexpectedAnswer && error.httpStatus >= 500) return 'unreachable';
	return 'unexpected';
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

/** Keyed by the type itself, so that a new cause cannot be forgotten here. */
const ENDED: Record<EndedCause, true> = {
	expired: true,
	password_changed: true,
	app_removed: true,
	token_ended: true,
	checkpoint: true,
	unconfirmed: true
};

/** True where only a new consent helps: the token is dead. */
export const isEndedCause = (cause: string): cause is EndedCause => Object.hasOwn(ENDED, cause);

function nameOf({ httpStatus, code, subcode }: Refusal): string {
	if (code === null) return `HTTP ${httpStatus}`;
	return subcode ? `${code}/${subcode}` : `${code}`;
}
