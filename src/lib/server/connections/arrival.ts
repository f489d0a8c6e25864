import { seconds } from '../clock.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import { causeOf, MetaRefused } from '../meta/errors.ts';
import { isEndedCause } from '../problems/causes.ts';
import type { InstagramLogin, Login, Patience, Profile } from '../meta/provider.ts';

/** The creator waits while these calls run. */
export const IN_CALLBACK: Patience = { timeoutMs: seconds(6) };

/** One account that a consent brought, with the token to keep for it; nothing is stored yet. */
export type Arrival = {
	accessToken: string;
	/** Seconds, as Meta said; null: without an end, or not told. */
	expiresIn: number | null;
	/** null: Meta did not tell. */
	permissions: string[] | null;
	profile: Profile;
	/** Facebook Login: when the user's own token and the access to data end, in milliseconds. */
	userTokenExpiresAt: number | null;
	dataAccessExpiresAt: number | null;
	/** Who consented: what signs in, and has its name in the audit log. */
	identity: { accountId: string; username: string };
};

type Facts = {
	metaSaid?: string | null;
	expected?: string | null;
	arrived?: string | null;
	connectionId?: string | null;
	/** What was found instead of a linked account. */
	found?: object | null;
	cause?: unknown;
};

/** A journey to Meta that failed, with what the page of cause tells about it. */
export class ConnectProblem extends AppError {
	readonly metaSaid: string | null;
	readonly accounts: { expected: string | null; arrived: string | null };
	readonly connectionId: string | null;
	readonly found: object | null;

	constructor(code: ErrorCode, message: string, facts: Facts = {}) {
		super(code, message, { cause: facts.cause });
		this.name = 'ConnectProblem';
		this.metaSaid = facts.metaSaid ?? null;
		this.accounts = { expected: facts.expected ?? null, arrived: facts.arrived ?? null };
		this.connectionId = facts.connectionId ?? null;
		this.found = facts.found ?? null;
	}
}

/**
 * Code to 60-day token to profile: three calls, one after the other, nothing kept on failure. The
 * profile is also the proof that the new token works, before an old one may go.
 * @throws ConnectProblem not_a_tester, meta_refused, meta_busy, meta_unreachable, meta_unexpected
 */
export async function arrive(provider: InstagramLogin, code: string): Promise<Arrival> {
	let isCodeExchanged = false;
	try {
		const short = await provider.exchangeCode(code, IN_CALLBACK);
		isCodeExchanged = true;
		const long = await provider.exchangeForLongLived(short.accessToken, IN_CALLBACK);
		const profile = await provider.readProfile(long.accessToken, IN_CALLBACK, null);
		return {
			...long,
			permissions: short.permissions,
			profile,
			userTokenExpiresAt: null,
			dataAccessExpiresAt: null,
			identity: profile
		};
	} catch (error) {
		throw problemOf(error, isCodeExchanged);
	}
}

/** What a failed call means to the journey. */
export function problemOf(error: unknown, isCodeExchanged: boolean): ConnectProblem {
	if (error instanceof ConnectProblem) return error;
	const facts = { metaSaid: error instanceof MetaRefused ? error.words : null, cause: error };
	if (error instanceof MetaRefused && /insufficient developer role/i.test(error.words)) {
		return notATester(facts);
	}
	switch (causeOf(error)) {
		case 'not_a_tester':
			// Only after a good code exchange does "Unsupported request" mean the tester role.
			if (isCodeExchanged) return notATester(facts);
			return new ConnectProblem('meta_refused', 'Meta refused the request.', facts);
		case 'throttled':
			return new ConnectProblem('meta_busy', 'Meta asked us to slow down.', facts);
		case 'unreachable':
			return new ConnectProblem('meta_unreachable', 'Meta did not answer.', facts);
		case 'unexpected':
			return new ConnectProblem('meta_unexpected', 'Meta answered with something odd.', facts);
		default:
			return new ConnectProblem('meta_refused', 'Meta refused the request.', facts);
	}
}

const notATester = (facts: Facts) =>
	new ConnectProblem(
		'not_a_tester',
		'This account is not an accepted tester of your Meta app.',
		facts
	);

/** Whether a stored token is dead: only a definite answer of Meta counts. */
export async function isTokenDead(
	provider: Login,
	accessToken: string,
	accountId: string
): Promise<boolean> {
	try {
		await provider.readProfile(accessToken, IN_CALLBACK, accountId);
		return false;
	} catch (error) {
		return isEndedCause(causeOf(error));
	}
}
