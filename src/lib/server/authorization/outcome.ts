import type { ConsentedAccount, Kept } from '../connections/connect.ts';
import { dropClaimCode } from '../creators/claim.ts';
import type { Attempt } from '../database/schema.ts';
import type { Login } from '../meta/provider.ts';
import { connectTo } from './keep-accounts.ts';
import { acceptWith, claimWith } from './newcomer.ts';
import { pasteCannotSignIn, refuseEndedSession } from './session-check.ts';
import { creatorToSignIn, signIn } from './sign-in.ts';
import type { AttemptOutcome, AuthorizationDeps } from './types.ts';

export type SaveDeps = AuthorizationDeps & {
	provider: Login;
	address: string | null;
	/** False for a pasted address. */
	maySignIn: boolean;
};

/**
 * Saves what a consent brought: for who is signed in, as a claim, by invitation, or as a sign-in.
 * @param alongside accounts that were not chosen, but that the consent covers: their cards are mended
 */
export async function save(
	deps: SaveDeps,
	attempt: Attempt,
	identity: ConsentedAccount['identity'],
	accounts: ConsentedAccount[],
	alongside: ConsentedAccount[] = []
): Promise<AttemptOutcome> {
	if (attempt.creatorId !== null && attempt.confirms === null) {
		// Meta's answer took seconds: a sign-out in between counts.
		await refuseEndedSession(deps, attempt);
		const brought = { wanted: accounts, alongside };
		const kept = await connectTo(deps, attempt, brought, attempt.creatorId);
		return connected(deps, attempt, kept, null, accounts.length);
	}
	if (attempt.mayClaim) {
		const claimed = await claimWith(deps, attempt, accounts, identity);
		if (claimed) {
			dropClaimCode(deps.settings.dataDir);
			return connected(deps, attempt, claimed.kept, claimed.creatorId);
		}
	}
	if (attempt.invitationHash !== null) {
		const accepted = await acceptWith(deps, attempt, accounts, identity);
		if (accepted) return connected(deps, attempt, accepted.kept, accepted.creatorId);
	}
	return saveSignIn(deps, attempt, identity, accounts);
}

/**
 * Signs an identity's creator in, or takes the login as a proof that the creator who is signed in
 * is still the one who sits there.
 * @throws ConnectProblem paste_cannot_sign_in, session_ended, not_confirmed, invitation_ended,
 * not_an_identity, stranger
 */
export async function saveSignIn(
	deps: SaveDeps,
	attempt: Attempt,
	identity: ConsentedAccount['identity'],
	accounts: ConsentedAccount[]
): Promise<AttemptOutcome> {
	if (!deps.maySignIn) throw pasteCannotSignIn();
	await refuseEndedSession(deps, attempt);
	const accountIds = accounts.map(({ profile }) => profile.accountId);
	const creatorId = await creatorToSignIn(deps, attempt, identity, accountIds);
	fetchPictures(deps, await signIn(deps, attempt, { creatorId, identity }, accounts));
	return {
		attemptId: attempt.id,
		path: attempt.confirms ?? '/',
		signIn: creatorId,
		proof: attempt.confirms === null ? 'sign_in' : 'login',
		replaces: attempt.sessionHash,
		isWaiting: false
	};
}

function connected(
	deps: SaveDeps,
	attempt: Attempt,
	kept: Kept[],
	signInAs: string | null,
	wanted = kept.length
): AttemptOutcome {
	fetchPictures(deps, kept);
	return {
		attemptId: attempt.id,
		path: wanted === 1 ? `/connections/${kept[0]?.connectionId ?? ''}` : '/',
		signIn: signInAs,
		proof: null,
		replaces: null,
		isWaiting: false
	};
}

function fetchPictures({ pictures }: SaveDeps, kept: Kept[]) {
	for (const { connectionId, pictureUrl } of kept) pictures.fetchLater(connectionId, pictureUrl);
}
