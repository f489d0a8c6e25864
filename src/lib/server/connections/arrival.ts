import { seconds } from '../clock.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import { causeOf, detailOf, MetaRefused } from '../meta/errors.ts';
import { basicScopes } from '../meta/scopes.ts';
import { CAUSES, isEndedCause, needsSomebody } from '../problems/causes.ts';
import type { Failed, Step } from './failed.ts';
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
	/** What was found instead of a linked account, or the step that failed and why. */
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
	const short = await at('code', provider.exchangeCode(code, IN_CALLBACK));
	const basic = lacksBasic(provider, short.permissions);
	const long = await at(
		'long_lived',
		provider.exchangeForLongLived(short.accessToken, IN_CALLBACK),
		basic
	);
	const profile = await at(
		'profile',
		provider.readProfile(long.accessToken, IN_CALLBACK, null),
		basic
	);
	return {
		...long,
		permissions: short.permissions,
		profile,
		userTokenExpiresAt: null,
		dataAccessExpiresAt: null,
		identity: profile
	};
}

/** Whether it is known that the permission was declined without which Meta answers nothing. */
const lacksBasic = ({ id }: Login, granted: string[] | null) =>
	granted !== null && basicScopes(id).some((scope) => !granted.includes(scope));

/** One step of a journey: where the call fails, the problem says at which. */
export const at = <T>(step: Step, call: Promise<T>, declinedBasic = false): Promise<T> =>
	call.catch((error: unknown) => {
		throw problemOf(error, step, declinedBasic);
	});

/** What a failed call means to the journey. */
function problemOf(error: unknown, step: Step, declinedBasic: boolean): ConnectProblem {
	if (error instanceof ConnectProblem) return error;
	const failed: Failed = { step, cause: causeOf(error), detail: detailOf(error), declinedBasic };
	const metaSaid = error instanceof MetaRefused ? error.words : null;
	return failedProblem(failed, { metaSaid, cause: error });
}

/** The problem that a failed step comes to. */
export function failedProblem(failed: Failed, facts: Facts): ConnectProblem {
	const code = problemCode(failed);
	const message =
		code === 'meta_refused' && needsSomebody(failed.cause)
			? `Meta refused the request: ${CAUSES[failed.cause].activity}.`
			: MESSAGES[code];
	return new ConnectProblem(code, message, { ...facts, found: failed });
}

function problemCode({ step, cause, detail, declinedBasic }: Failed) {
	switch (cause) {
		case 'not_a_tester':
			// Only after a good code exchange does "Unsupported request" mean the tester role.
			return (step === 'code' && !/developer role/i.test(detail ?? '')) || declinedBasic
				? 'meta_refused'
				: 'not_a_tester';
		case 'throttled':
			return 'meta_busy';
		case 'unreachable':
		case 'meta_down':
			return 'meta_unreachable';
		case 'unexpected':
			return 'meta_unexpected';
		default:
			return 'meta_refused';
	}
}

const MESSAGES = {
	not_a_tester: 'This account is not an accepted tester of your Meta app.',
	meta_refused: 'Meta refused the request.',
	meta_busy: 'Meta asked us to slow down.',
	meta_unreachable: 'Meta did not answer.',
	meta_unexpected: 'Meta answered with something odd.'
} as const;

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
