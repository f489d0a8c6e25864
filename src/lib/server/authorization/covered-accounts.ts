import type { ConsentedAccount } from '../connections/connect.ts';
import { listOfPerson, notePersonSignIn } from '../connections/store.ts';
import type { Attempt } from '../database/schema.ts';
import type { SeveralAccountsLogin } from '../meta/provider.ts';
import { type Choice, type FacebookConsent, identityOf, proveWorking } from './facebook-consent.ts';
import { save, type SaveDeps } from './outcome.ts';
import type { AttemptOutcome } from './types.ts';

type Deps = SaveDeps & { provider: SeveralAccountsLogin };

/**
 * Saves the accounts that were wanted, and mends the cards of all others that the same person
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
	const { creatorId } = attempt;
	if (creatorId === null) return save(deps, attempt, identity, accounts);
	const person = { provider: deps.provider.id, userId: consent.user.userId };
	const wanted = accounts.map(({ profile }) => profile.accountId);
	const mine = await listOfPerson(deps.db, creatorId, person);
	const others = offered.filter(
		({ profile: { accountId } }) =>
			!wanted.includes(accountId) && mine.some((row) => row.accountId === accountId)
	);
	const alongside = await proveWorking(deps.provider, consent, others);
	const outcome = await save(deps, attempt, identity, accounts, alongside);
	await notePersonSignIn(deps.db, creatorId, { ...consent, ...person });
	return outcome;
}
