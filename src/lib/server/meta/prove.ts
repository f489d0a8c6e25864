import { causeOf, OtherAccount } from './errors.ts';
import type { Login, Patience, Profile } from './provider.ts';
import { basicScopes } from './scopes.ts';

/**
 * Proves a token by a call: whose it is, or, where Meta withholds the account, that it works at all.
 * A permission that the creator declined is no illness of the token.
 * @param account `granted` as Meta told it, null where it did not
 * @returns null where the token works and the profile cannot be read
 * @throws CouldNotSend, MetaRefused, UnexpectedAnswer; OtherAccount, a definite answer
 */
export async function prove(
	provider: Login,
	token: string,
	account: { accountId: string; granted: string[] | null },
	patience: Patience
): Promise<Profile | null> {
	const { accountId, granted } = account;
	try {
		const profile = await provider.readProfile(token, patience, accountId);
		if (profile.accountId !== accountId) throw new OtherAccount();
		return profile;
	} catch (error) {
		if (provider.ping === null || !isWithheld(provider, error, granted)) throw error;
		await provider.ping(token, patience);
		return null;
	}
}

/** Whether a refusal is about the account's data: the token itself may be well. */
function isWithheld({ id }: Login, error: unknown, granted: string[] | null) {
	const cause = causeOf(error);
	if (cause === 'refused') return true;
	const lacks = granted !== null && basicScopes(id).some((scope) => !granted.includes(scope));
	return cause === 'app_not_permitted' && lacks;
}
