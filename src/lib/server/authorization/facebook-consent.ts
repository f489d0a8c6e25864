import pMap from 'p-map';
import type { ConsentedAccount } from '../connections/connect.ts';
import { prove } from '../meta/prove.ts';
import type {
	SeveralAccountsLogin,
	LinkedAccount,
	LinkedPages,
	UserToken
} from '../meta/provider.ts';
import { ConnectProblem } from '../problems/connect-problem.ts';
import { at, IN_CALLBACK } from './instagram-consent.ts';

/** What a Facebook user consented to. It waits sealed in the attempt while accounts are chosen. */
export type FacebookConsent = {
	userToken: string;
	user: { userId: string; name: string };
	/** null: Meta did not tell. */
	granted: string[] | null;
	userTokenExpiresAt: number | null;
	dataAccessExpiresAt: number | null;
};

/** An account that can be connected: Meta gave a token for its Page. */
export type Choice = LinkedAccount & { pageToken: string };

/**
 * Code to 60-day user token, who it is, what was granted, and which accounts are linked.
 * @throws ConnectProblem nothing_linked; meta_refused, meta_busy, meta_unreachable, meta_unexpected
 */
export async function readFacebookConsent(
	provider: SeveralAccountsLogin,
	code: string,
	now: number
): Promise<{ consent: FacebookConsent; choices: Choice[]; nothing: ConnectProblem | null }> {
	const short = await at('code', provider.exchangeCode(code, IN_CALLBACK));
	const long = await at(
		'long_lived',
		provider.exchangeForLongLived(short.accessToken, IN_CALLBACK)
	);
	const token = long.accessToken;
	// Both are good to know and no reason to lose a consent.
	const told = provider.readPermissions(token, IN_CALLBACK).catch(() => null);
	const dates = provider.inspect(token, IN_CALLBACK).catch(() => endOf(long, now));
	const [user, permissions, ends, pages] = await Promise.all([
		at('user', provider.readUser(token, IN_CALLBACK)),
		told,
		dates,
		at(
			'accounts',
			told.then((told) => provider.listAccounts(token, IN_CALLBACK, told?.granted ?? null))
		)
	]);
	const choices = choicesIn(pages);
	const nothing = choices.length === 0 ? nothingLinked(pages, permissions) : null;
	const consent = {
		userToken: token,
		user,
		granted: permissions?.granted ?? null,
		userTokenExpiresAt: ends.expiresAt,
		dataAccessExpiresAt: ends.dataAccessExpiresAt
	};
	return { consent, choices, nothing };
}

/**
 * Proves the token of a chosen account by a call, before an older one may go.
 * @throws ConnectProblem
 */
export async function proveChoice(
	provider: SeveralAccountsLogin,
	consent: FacebookConsent,
	{ pageId, pageName, pageToken, profile: listed }: Choice
): Promise<ConsentedAccount> {
	const account = { accountId: listed.accountId, granted: consent.granted };
	const proved = await at('page_token', prove(provider, pageToken, account, IN_CALLBACK));
	// Where Meta withholds the account itself, the list has told enough of it.
	const profile = proved ?? listed;
	return {
		accessToken: pageToken,
		expiresIn: null,
		permissions: consent.granted,
		profile: { ...profile, appScopedId: consent.user.userId },
		page: { id: pageId, name: pageName },
		userTokenExpiresAt: consent.userTokenExpiresAt,
		dataAccessExpiresAt: consent.dataAccessExpiresAt,
		identity: { accountId: consent.user.userId, username: consent.user.name }
	};
}

const choicesIn = ({ accounts }: LinkedPages) =>
	accounts.filter((account): account is Choice => account.pageToken !== null);

const endOf = ({ expiresIn }: UserToken, now: number) => ({
	expiresAt: expiresIn === null ? null : now + expiresIn * 1000,
	dataAccessExpiresAt: null
});

const nothingLinked = (
	{ pageCount, accounts }: LinkedPages,
	permissions: { granted: string[]; declined: string[] } | null
) =>
	new ConnectProblem('nothing_linked', 'No Instagram account is linked to a Page of yours.', {
		found: {
			pageCount,
			withoutRole: accounts.length,
			granted: permissions?.granted ?? [],
			declined: permissions?.declined ?? []
		}
	});

/** How many accounts are asked for at a time. */
const AT_ONCE = 8;

/** Each chosen account with its own token, which has to work before anything is saved. */
export const proveAll = (
	provider: SeveralAccountsLogin,
	consent: FacebookConsent,
	choices: Choice[]
): Promise<ConsentedAccount[]> =>
	pMap(choices, (choice) => proveChoice(provider, consent, choice), { concurrency: AT_ONCE });

/** Those of the accounts whose own token works; the others keep what they have. */
export async function proveWorking(
	provider: SeveralAccountsLogin,
	consent: FacebookConsent,
	choices: Choice[]
): Promise<ConsentedAccount[]> {
	const proveOrNull = (choice: Choice) => proveChoice(provider, consent, choice).catch(() => null);
	const proved = await pMap(choices, proveOrNull, { concurrency: AT_ONCE });
	return proved.filter((account) => account !== null);
}

/** Who consented: the Facebook user. */
export const identityOf = ({ user }: FacebookConsent) => ({
	accountId: user.userId,
	username: user.name
});
