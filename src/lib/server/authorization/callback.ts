import type { ProviderId } from '../../logins.ts';
import type { Attempt } from '../database/schema.ts';
import { locked } from '../errors.ts';
import type { Callback } from '../meta/callback.ts';
import { bringsSeveral } from '../meta/provider.ts';
import { endsByPaste } from '../settings/login.ts';
import { appChanged, consumeAttempt, unknownState } from './attempts.ts';
import { finishFacebookAttempt } from './facebook-callback.ts';
import { readInstagramConsent } from './instagram-consent.ts';
import { save } from './outcome.ts';
import { recordingFailure } from './record-failure.ts';
import { refusedConsent } from './refused-consent.ts';
import { type PastedBy, refuseWithoutRight } from './session-check.ts';
import { notConfigured } from './start.ts';
import type { AttemptOutcome, AuthorizationDeps } from './types.ts';

export type CallbackRequest = {
	/** The login at whose address the answer arrived. */
	provider: ProviderId;
	answer: Callback;
	/** The transaction cookie of an attempt, or null. */
	secretFor: (attemptId: string) => string | null;
	pastedBy: PastedBy;
	address: string | null;
};

/**
 * Ends an attempt: everything between Meta's answer and the saved connection. Nothing is stored
 * unless all of it went well. Where the redirect address is off ORIGIN only a paste ends one.
 * @throws ConnectProblem or AppError; how it ended is kept with the attempt for ten minutes
 */
export async function finishAttempt(
	deps: AuthorizationDeps,
	request: CallbackRequest
): Promise<AttemptOutcome> {
	const { answer, provider, pastedBy } = request;
	// Meta sends nobody to ORIGIN then, so whoever comes brings an answer from somewhere else.
	if (pastedBy === null && endsByPaste(deps.settings, provider)) throw unknownState();
	if (answer.kind === 'unreadable') throw unknownState();
	if (answer.kind === 'error' && answer.state === null) throw refusedConsent(answer);
	const attempt = await consumeAttempt(
		deps.db,
		{ provider, state: answer.state ?? '', secretFor: request.secretFor },
		deps.realNow()
	);
	return recordingFailure(deps, attempt, request.address, async () => {
		if (answer.kind === 'error') throw refusedConsent(answer);
		return conclude(deps, attempt, answer.code, request);
	});
}

async function conclude(
	deps: AuthorizationDeps,
	attempt: Attempt,
	code: string,
	{ pastedBy, address }: CallbackRequest
): Promise<AttemptOutcome> {
	if (attempt.problem === 'app_changed') throw appChanged();
	const provider = deps.providers[attempt.provider];
	if (!provider) throw notConfigured(attempt.provider);
	if (deps.vault.isLocked) throw locked();
	await refuseWithoutRight(deps, attempt, pastedBy);
	const by = { address, maySignIn: pastedBy === null };
	if (bringsSeveral(provider)) {
		return finishFacebookAttempt({ ...deps, ...by, provider }, attempt, code);
	}
	const account = await readInstagramConsent(provider, code);
	return save({ ...deps, ...by, provider }, attempt, account.identity, [account]);
}
