import { seconds } from '../clock.ts';
import type { ConsentedAccount } from '../connections/connect.ts';
import { causeOf, detailOf, MetaRefused } from '../meta/errors.ts';
import type { OneAccountLogin, Login, Patience } from '../meta/provider.ts';
import { basicScopes } from '../meta/scopes.ts';
import { ConnectProblem, failedProblem } from '../problems/connect-problem.ts';
import type { Failed, Step } from '../problems/failed-step.ts';

/** The creator waits while these calls run. */
export const IN_CALLBACK: Patience = { timeoutMs: seconds(6) };

/**
 * Code to 60-day token to profile: three calls, one after the other, nothing kept on failure. The
 * profile is also the proof that the new token works, before an old one may go.
 * @throws ConnectProblem not_a_tester, meta_refused, meta_busy, meta_unreachable, meta_unexpected
 */
export async function readInstagramConsent(
	provider: OneAccountLogin,
	code: string
): Promise<ConsentedAccount> {
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

/** One step of an attempt: where the call fails, the problem says at which. */
export const at = <T>(step: Step, call: Promise<T>, declinedBasic = false): Promise<T> =>
	call.catch((error: unknown) => {
		throw problemOf(error, step, declinedBasic);
	});

/** What a failed call means to the attempt. */
function problemOf(error: unknown, step: Step, declinedBasic: boolean): ConnectProblem {
	if (error instanceof ConnectProblem) return error;
	const failed: Failed = { step, cause: causeOf(error), detail: detailOf(error), declinedBasic };
	const metaSaid = error instanceof MetaRefused ? error.words : null;
	return failedProblem(failed, { metaSaid, cause: error });
}
