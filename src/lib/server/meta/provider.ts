import type { ProviderId } from '../../view.ts';

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

/** How long one call to Meta may take, in milliseconds. */
export type Patience = { timeoutMs: number };

/** One login product. Every call throws CouldNotSend, MetaRefused or UnexpectedAnswer (errors.ts). */
export type Provider = {
	readonly id: ProviderId;
	createAuthorizationURL(state: string, scopes: string[], options: { forceReauth: boolean }): URL;
	exchangeCode(code: string, patience: Patience): Promise<ShortLivedToken>;
	exchangeForLongLived(accessToken: string, patience: Patience): Promise<LongLivedToken>;
	/** null where the product's tokens cannot be renewed. */
	refresh: ((accessToken: string, patience: Patience) => Promise<LongLivedToken>) | null;
	readProfile(accessToken: string, patience: Patience): Promise<Profile>;
	/** Asks Meta to end all tokens of this account for our app; resolves when Meta said yes. */
	revoke(accessToken: string, patience: Patience): Promise<void>;
};
