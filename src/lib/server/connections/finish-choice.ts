import type { FacebookLogin } from '../meta/provider.ts';
import { usedState } from './attempts.ts';
import { identityOf, proveAll } from './finish-facebook.ts';
import type { Finished } from './journey.ts';
import { remembering } from './remembering.ts';
import { refuseEndedSession, sessionEnded } from './rights.ts';
import { save, type SaveDeps } from './save.ts';
import { noteAsked, spendWaiting, type Waiting } from './waiting.ts';

type Deps = Omit<SaveDeps, 'maySignIn'> & { provider: FacebookLogin };

/**
 * Connects the chosen accounts of a waiting consent.
 * @param sessionHash who sends the form: the one who started it, while somebody is signed in
 * @returns null where nothing that can be connected was chosen: the consent waits on
 * @throws ConnectProblem or AppError; where Meta does not answer the consent waits on, and a minute
 * later the choice may be sent again
 */
export async function finishChoice(
	deps: Deps,
	waiting: Waiting,
	{ accountIds, sessionHash }: { accountIds: string[]; sessionHash: string | null }
): Promise<Finished | null> {
	const { attempt, consent, choices, maySignIn } = waiting;
	await refuseEndedSession(deps, attempt);
	if (attempt.session_hash !== null && attempt.session_hash !== sessionHash) throw sessionEnded();
	const chosen = choices.filter(({ profile }) => accountIds.includes(profile.accountId));
	if (chosen.length === 0) return null;
	await noteAsked(deps, waiting, Date.now());
	const arrivals = await proveAll(deps.provider, consent, chosen);
	// Not remembered: that would end the attempt under the click that counts.
	if (!(await spendWaiting(deps.db, attempt.id))) throw usedState();
	return remembering(deps, attempt, deps.address, () =>
		save({ ...deps, maySignIn }, attempt, identityOf(consent), arrivals)
	);
}
