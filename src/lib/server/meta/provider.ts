import { type Brings, LOGINS, type ProviderId } from '../../logins.ts';
import type { LoginHosts } from '../settings/addresses.ts';
import type { LoginSettings } from '../settings/login.ts';
import type { CallOver } from './call-over.ts';
import type { Request } from './request.ts';

/** What the code exchange gives: a token for one hour. `permissions` is null where not told. */
export type ShortLivedToken = {
	accessToken: string;
	appScopedId: string | null;
	permissions: string[] | null;
};

/** A token for about 60 days; `expiresIn` in whole seconds, as Meta said it. */
export type LongLivedToken = { accessToken: string; expiresIn: number };

export type Profile = {
	/** The professional account id, `user_id` of `/me`: the account's key. */
	accountId: string;
	appScopedId: string;
	username: string;
	name: string | null;
	accountType: 'business' | 'creator' | null;
	/** Meta's signed link, good for days only. */
	pictureUrl: string | null;
};

/** How long one call to Meta may take, in milliseconds, and who hears each answer. */
export type Patience = Pick<Request, 'timeoutMs' | 'heard'>;

/** The token of the person who consented, as of a Facebook user; `expiresIn` in whole seconds, null where Meta did not say. */
export type UserToken = { accessToken: string; expiresIn: number | null };

/** A Facebook Page. */
export type Page = { id: string; name: string };

/** An Instagram account behind a Page; `pageToken` is null where Meta gave none for the Page. */
export type LinkedAccount = {
	pageId: string;
	pageName: string;
	pageToken: string | null;
	profile: Profile;
};

/** What a Facebook user may manage: the linked accounts, and how many Pages there are in all. */
export type LinkedPages = { accounts: LinkedAccount[]; pageCount: number };

/** What all login products share. Calls throw CouldNotSend, MetaRefused or UnexpectedAnswer. */
export type Login = {
	readonly id: ProviderId;
	/**
	 * @param options `forceReauth`: Meta asks who it is even where somebody is logged in;
	 * `isRerequest`: permissions that were declined before are asked once more
	 */
	createAuthorizationURL(
		state: string,
		scopes: string[],
		options: { forceReauth: boolean; isRerequest: boolean }
	): URL;
	/** null where the product's tokens cannot be renewed. */
	refresh: ((accessToken: string, patience: Patience) => Promise<LongLivedToken>) | null;
	/** Proves a token by a call. `accountId`: whose it is, null where that is not known yet. */
	readProfile(accessToken: string, patience: Patience, accountId: string | null): Promise<Profile>;
	/** Whether a token works at all; null where readProfile is that call. */
	ping: ((accessToken: string, patience: Patience) => Promise<void>) | null;
	/** The Page that a token is for; null where the login needs none. */
	readPage: ((accessToken: string, patience: Patience) => Promise<Page>) | null;
	/**
	 * What shows Meta that whoever sends a token has the app's secret too (`appsecret_proof`); left
	 * out where Meta asks for no such thing.
	 */
	appSecretProof?: (accessToken: string) => string;
	/**
	 * Asks Meta to end all that this person allowed our app; resolves when Meta said yes.
	 * @param appScopedId the person to the app, as stored with the connection
	 */
	revoke(accessToken: string, patience: Patience, appScopedId: string): Promise<void>;
};

/** One consent, one account, one token, as of Business Login for Instagram. */
export type OneAccountLogin = Login & {
	exchangeCode(code: string, patience: Patience): Promise<ShortLivedToken>;
	exchangeForLongLived(accessToken: string, patience: Patience): Promise<LongLivedToken>;
};

/** One consent of a person, and a token for each account that was chosen, as of Facebook Login. */
export type SeveralAccountsLogin = Login & {
	exchangeCode(code: string, patience: Patience): Promise<UserToken>;
	exchangeForLongLived(accessToken: string, patience: Patience): Promise<UserToken>;
	readUser(accessToken: string, patience: Patience): Promise<{ userId: string; name: string }>;
	readPermissions(
		accessToken: string,
		patience: Patience
	): Promise<{ granted: string[]; declined: string[] }>;
	/** When the token and the access to data end, in milliseconds; null: never, or not told. */
	inspect(
		accessToken: string,
		patience: Patience
	): Promise<{ expiresAt: number | null; dataAccessExpiresAt: number | null }>;
	/** @param granted null where Meta did not tell: Pages in portfolios need a permission */
	listAccounts(
		accessToken: string,
		patience: Patience,
		granted: string[] | null
	): Promise<LinkedPages>;
};

/** What a login is, by what the table of logins says that its consent brings. */
export type ProviderOf<Id extends ProviderId> = {
	'one account': OneAccountLogin;
	'several accounts': SeveralAccountsLogin;
}[Brings<Id>] & { readonly id: Id };

/** What a login is made of. */
export type Ingredients<Id extends ProviderId> = {
	settings: Pick<LoginSettings, 'clientId' | 'clientSecret' | 'redirectUri' | 'configId'>;
	addresses: { graphVersion: string; hosts: LoginHosts<Id> };
	/** Tests pass their own, with the network closed. */
	fetch?: typeof globalThis.fetch;
	/** Told of every call; without it nobody is. */
	over?: CallOver | undefined;
};

/** The logins that are configured. */
export type Providers = { [id in ProviderId]?: ProviderOf<id> };

/** By the table of logins, which the types above follow. */
export const bringsSeveral = (
	provider: OneAccountLogin | SeveralAccountsLogin
): provider is SeveralAccountsLogin => LOGINS[provider.id].brings === 'several accounts';
