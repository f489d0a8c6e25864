import type { Fate } from './weather.ts';

/** What was asked of Meta: `me` is the call by which a token is proved. */
export type Asked = 'exchange' | 'long_lived' | 'refresh' | 'me' | 'revoke' | 'other';

/** One call as Meta's side knows it. */
export type MetaCall = {
	at: number;
	account: number;
	endpoint: Asked;
	fate: Fate;
	/** What Meta answered, heard or not; null where nothing arrived there. */
	status: number | null;
	/** The token that it was about. */
	token: string | null;
	/** The token that a renewal made at Meta. */
	made: string | null;
	/** What was said of the token that was sent; null where nothing was, or nothing of it. */
	verdict: 'well' | 'dead' | null;
	/** Whether the answer came whole to who asked. */
	isTold: boolean;
};

const FACEBOOK = 'graph.facebook.com';

/** By its address. */
export function askedOf({ host, pathname }: URL): Asked {
	const isFacebook = host === FACEBOOK;
	if (pathname.endsWith('/oauth/access_token')) return 'exchange';
	if (pathname.endsWith('/refresh_access_token')) return 'refresh';
	if (pathname.endsWith('/access_token')) return 'long_lived';
	if (pathname.endsWith('/permissions')) return isFacebook ? 'other' : 'revoke';
	// An account by its id: what a Page's token has to be able to read.
	if (isFacebook) return /\/\d+$/.test(pathname) ? 'me' : 'other';
	return 'me';
}

/** The token that a call is about, in whatever field it stands. */
export const tokenIn = ({ searchParams }: URL) =>
	searchParams.get('access_token') ?? searchParams.get('fb_exchange_token') ?? '';

/** The code of a consent, in the body or in the address. */
export const codeIn = ({ searchParams }: URL, body: unknown) =>
	(body instanceof URLSearchParams ? body.get('code') : null) ?? searchParams.get('code') ?? '';

/** As undici tells it: the system's code stands in the cause. */
export const refused = (code: string) =>
	new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
