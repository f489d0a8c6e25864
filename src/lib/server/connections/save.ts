import { dropClaimCode } from '../creators/claim.ts';
import type { Attempt } from '../database/schema.ts';
import type { Login } from '../meta/provider.ts';
import type { Arrival } from './arrival.ts';
import { claimWith, connectTo, type Kept } from './connect.ts';
import type { Finished, JourneyDeps } from './journey.ts';
import { pasteCannotSignIn, refuseEndedSession } from './rights.ts';
import { creatorToSignIn, signIn } from './sign-in.ts';

export type SaveDeps = JourneyDeps & {
	provider: Login;
	address: string | null;
	/** False for a pasted address. */
	maySignIn: boolean;
};

/** Saves what a consent brought: for who is signed in, as a claim, or as a sign-in. */
export async function save(
	deps: SaveDeps,
	attempt: Attempt,
	identity: Arrival['identity'],
	arrivals: Arrival[]
): Promise<Finished> {
	if (attempt.session_hash !== null && attempt.creator_id !== null) {
		// Meta's answer took seconds: a sign-out in between counts.
		await refuseEndedSession(deps, attempt);
		const kept = await connectTo(deps, attempt, arrivals, attempt.creator_id);
		return connected(deps, attempt, kept, null);
	}
	if (attempt.may_claim) {
		const claimed = await claimWith(deps, attempt, arrivals, identity);
		if (claimed) {
			dropClaimCode(deps.settings.dataDir);
			return connected(deps, attempt, claimed.kept, claimed.creatorId);
		}
	}
	return saveSignIn(deps, attempt, identity, arrivals);
}

/** @throws ConnectProblem paste_cannot_sign_in, not_an_identity, stranger */
export async function saveSignIn(
	deps: SaveDeps,
	attempt: Attempt,
	identity: Arrival['identity'],
	arrivals: Arrival[]
): Promise<Finished> {
	if (!deps.maySignIn) throw pasteCannotSignIn();
	const accountIds = arrivals.map(({ profile }) => profile.accountId);
	const creatorId = await creatorToSignIn(deps, identity, accountIds);
	fetchPictures(deps, await signIn(deps, attempt, { creatorId, identity }, arrivals));
	return { attemptId: attempt.id, path: '/', signIn: creatorId, isWaiting: false };
}

function connected(
	deps: SaveDeps,
	attempt: Attempt,
	kept: Kept[],
	signInAs: string | null
): Finished {
	fetchPictures(deps, kept);
	const path = kept.length === 1 ? `/connections/${kept[0]?.connectionId ?? ''}` : '/';
	return { attemptId: attempt.id, path, signIn: signInAs, isWaiting: false };
}

function fetchPictures({ pictures }: SaveDeps, kept: Kept[]) {
	for (const { connectionId, pictureUrl } of kept) pictures.fetchLater(connectionId, pictureUrl);
}
