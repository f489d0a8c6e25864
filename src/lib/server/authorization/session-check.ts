import { isClaimed } from '../creators/claim.ts';
import type { Attempt } from '../database/schema.ts';
import { ConnectProblem } from '../problems/connect-problem.ts';
import type { AuthorizationDeps } from './types.ts';

/**
 * A pasted address brings its session, claim or invitation along and must match the attempt's; the callback
 * brings none, because Strict cookies do not come back from Meta.
 */
export type PastedBy = {
	sessionHash: string | null;
	mayClaim: boolean;
	/** Of the invitation that this browser has opened. */
	invitationHash?: string | null;
} | null;

/**
 * What can be refused before anything is sent to Meta, is.
 * @throws ConnectProblem session_ended, paste_cannot_sign_in
 */
export async function refuseWithoutRight(
	deps: AuthorizationDeps,
	attempt: Attempt,
	pastedBy: PastedBy
) {
	await refuseEndedSession(deps, attempt);
	if (!pastedBy) return;
	if (attempt.confirms !== null) throw pasteCannotSignIn();
	const { sessionHash } = attempt;
	const isOwnSession = sessionHash !== null && pastedBy.sessionHash === sessionHash;
	const isClaim = attempt.mayClaim === 1 && pastedBy.mayClaim && !(await isClaimed(deps.db));
	const { invitationHash: invitation } = attempt;
	const isInvited = invitation !== null && pastedBy.invitationHash === invitation;
	if (!isOwnSession && !isClaim && !isInvited) throw pasteCannotSignIn();
}

/** @throws ConnectProblem session_ended: whoever started it has signed out since */
export async function refuseEndedSession(
	deps: Pick<AuthorizationDeps, 'sessions'>,
	attempt: Attempt
) {
	const { sessionHash, creatorId } = attempt;
	if (sessionHash === null || creatorId === null) return;
	if (!(await deps.sessions.isAlive(sessionHash, creatorId))) throw sessionEnded();
}

export const pasteCannotSignIn = () =>
	new ConnectProblem(
		'paste_cannot_sign_in',
		'A pasted address connects only for the one who started it, and never signs in or proves who it is.'
	);

export const sessionEnded = () =>
	new ConnectProblem('session_ended', 'You signed out while Meta was asking.');
