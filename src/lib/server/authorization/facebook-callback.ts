import { findConnected, notePersonSignIn } from '../connections/store.ts';
import { creatorOfIdentity } from '../creators/creator.ts';
import type { Attempt } from '../database/schema.ts';
import type { SeveralAccountsLogin } from '../meta/provider.ts';
import { otherAccount } from './account-check.ts';
import { holdForChoice } from './choose-accounts.ts';
import {
	type Choice,
	type FacebookConsent,
	identityOf,
	proveAll,
	proveWorking,
	readFacebookConsent
} from './facebook-consent.ts';
import { saveCovered } from './covered-accounts.ts';
import { type SaveDeps, saveSignIn } from './outcome.ts';
import { creatorToSignIn } from './sign-in.ts';
import type { AttemptOutcome } from './types.ts';

type Deps = SaveDeps & { provider: SeveralAccountsLogin };

/**
 * Ends an attempt of Facebook Login: a sign-in, a reconnect or a single account is saved at once;
 * of several accounts the creator chooses, and the consent waits sealed for that.
 * @throws ConnectProblem
 */
export async function finishFacebookAttempt(
	deps: Deps,
	attempt: Attempt,
	code: string
): Promise<AttemptOutcome> {
	const now = deps.clock.now();
	const { consent, choices, nothing } = await readFacebookConsent(deps.provider, code, now);
	const account = { provider: deps.provider.id, accountId: consent.user.userId };
	const isIdentity = (await creatorOfIdentity(deps.db, account)) !== null;
	if (connectsNothing(attempt, isIdentity)) {
		// An identity is the person, not the Page: a creator whose Page is gone still comes in.
		if (nothing && !isIdentity) throw nothing;
		return signInByFacebook(deps, attempt, consent, choices);
	}
	if (nothing) throw nothing;
	const wanted = attempt.connectionId && (await findConnected(deps.db, attempt.connectionId));
	if (wanted) {
		const back = choices.find(({ profile }) => profile.accountId === wanted.accountId);
		const arrived = choices.map(({ profile }) => profile.username);
		if (!back) throw otherAccount(wanted.username, arrived);
		return saveChoices(deps, attempt, consent, { choices: [back], offered: choices });
	}
	if (choices.length === 1) {
		return saveChoices(deps, attempt, consent, { choices, offered: choices });
	}
	return holdForChoice(deps, attempt, { consent, choices, maySignIn: deps.maySignIn });
}

/** A sign-in, a proof of who it is, or somebody with an invitation who is a creator already. */
function connectsNothing(attempt: Attempt, isIdentity: boolean) {
	if (attempt.mayClaim) return false;
	if (attempt.confirms !== null) return true;
	if (attempt.sessionHash !== null) return false;
	return attempt.invitationHash === null || isIdentity;
}

async function saveChoices(
	deps: Deps,
	attempt: Attempt,
	consent: FacebookConsent,
	{ choices, offered }: { choices: Choice[]; offered: Choice[] }
): Promise<AttemptOutcome> {
	const accounts = await proveAll(deps.provider, consent, choices);
	return saveCovered(deps, attempt, consent, { accounts, offered });
}

async function signInByFacebook(
	deps: Deps,
	attempt: Attempt,
	consent: FacebookConsent,
	choices: Choice[]
): Promise<AttemptOutcome> {
	const identity = identityOf(consent);
	const accountIds = choices.map(({ profile }) => profile.accountId);
	const creatorId = await creatorToSignIn(deps, attempt, identity, accountIds);
	// A Page whose token does not work keeps what it has: that is no reason to stay outside.
	const proved = await proveWorking(deps.provider, consent, choices);
	const finished = await saveSignIn(deps, attempt, identity, proved);
	await notePersonSignIn(deps.db, creatorId, {
		provider: deps.provider.id,
		...consent,
		...consent.user
	});
	return finished;
}
