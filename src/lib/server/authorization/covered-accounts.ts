import type { ConsentedAccount } from '../connections/connect.ts';
import { listOfFacebookUser, noteFacebookSignIn } from '../connections/store.ts';
import type { Attempt } from '../database/schema.ts';
import type { FacebookLogin } from '../meta/provider.ts';
import { type Choice, type FacebookConsent, identityOf, proveWorking } from './facebook-consent.ts';
import { save, type SaveDeps } from './outcome.ts';
import type { AttemptOutcome } from './types.ts';

type Deps = SaveDeps & { provider: FacebookLogin };

/**
 * Saves the accounts that were wanted, and mends the cards of all others that the same Facebook user
 * connected before and for which the consent brought a token that works.
 * @param offered every account of the consent, the wanted ones among them
 */
export async function saveCovered(
	deps: Deps,
	attempt: Attempt,
	consent: FacebookConsent,
	{ accounts, offered }: { accounts: ConsentedAccount[]; offered: Choice[] }
): Promise<AttemptOutcome> {
	const identity = identityOf(consent);
	const { creator_id: creatorId } = attempt;
	if (creatorId === null) return save(deps, attempt, identity, accounts);
	const wanted = accounts.map(({ profile }) => profile.accountId);
	const mine = await listOfFacebookUser(deps.db, creatorId, consent.user.userId);
	const others = offered.filter(
		({ profile: { accountId } }) =>
			!wanted.includes(accountId) && mine.some((row) => row.account_id === accountId)
	);
	const alongside = await proveWorking(deps.provider, consent, others);
	const outcome = await save(deps, attempt, identity, accounts, alongside);
	await noteFacebookSignIn(deps.db, creatorId, { ...consent, ...consent.user });
	return outcome;
}
