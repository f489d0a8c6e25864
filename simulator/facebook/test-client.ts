import { createHmac } from 'node:crypto';
import { DEFAULT_FACEBOOK_APP } from '../apps.ts';
import { startTestClient, type TestClient } from '../test-client.ts';

export const FACEBOOK_APP = DEFAULT_FACEBOOK_APP;
export const FACEBOOK_REDIRECT_URI = 'http://localhost:4173/auth/facebook/callback';
export const APP_TOKEN = `${FACEBOOK_APP.clientId}|${FACEBOOK_APP.clientSecret}`;
export const USUAL = ['instagram_basic', 'pages_show_list', 'pages_read_engagement'];

export type FacebookTestClient = TestClient & {
	/** Allows it without a browser. @returns a user token, or a Page's with `kind: 'page'` */
	userToken(username?: string, more?: object): Promise<string>;
	dialogCode(username?: string, more?: object): Promise<string>;
	/** A GET that is answered with JSON. */
	read(path: string): Promise<Answer>;
	/** The cookie of a browser that is logged in as this person. */
	personCookie(username: string): Promise<string>;
	/** Presses a button of the dialog. @returns where it leads */
	press(query: string, fields: [string, string][], username?: string): Promise<string>;
	/** The address of the token endpoint for a code, null leaving a parameter out. */
	exchangePath(code: string, changes?: Record<string, string | null>): string;
};

/** Loosely typed, as an answer comes. */
export type Answer = {
	id?: string;
	name?: string;
	data?: Answer[];
	paging?: { cursors: { before: string; after: string }; next?: string; previous?: string };
	error?: { message: string; type: string; code: number; error_subcode?: number };
	access_token?: string;
	expires_in?: number;
	[name: string]: unknown;
};

export const proof = (token: string, secret = FACEBOOK_APP.clientSecret) =>
	createHmac('sha256', secret).update(token).digest('hex');

export function dialogQuery(changes: Record<string, string | null> = {}): string {
	const query = {
		client_id: FACEBOOK_APP.clientId,
		redirect_uri: FACEBOOK_REDIRECT_URI,
		response_type: 'code',
		scope: USUAL.join(','),
		...changes
	};
	const given = Object.entries(query).filter(([, value]) => value !== null);
	return new URLSearchParams(given).toString();
}

export async function startFacebookClient(): Promise<FacebookTestClient> {
	const client = await startTestClient();
	const personCookie = async (username: string) => {
		const body = new URLSearchParams({ username });
		const answer = await client.ask('/login.php', { method: 'POST', body });
		return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
	};
	return {
		...client,
		personCookie,
		userToken: async (username = 'two.pages', more = {}) =>
			String((await client.control('POST', 'facebook/token', { username, ...more })).token),
		dialogCode: async (username = 'two.pages', more = {}) => {
			const body = { username, redirectUri: FACEBOOK_REDIRECT_URI, ...more };
			return String((await client.control('POST', 'facebook/code', body)).code);
		},
		read: async (path) => (await (await client.ask(path)).json()) as Answer,
		press: async (query, fields, username = 'two.pages') => {
			const answer = await client.ask(`/v25.0/dialog/oauth?${query}`, {
				method: 'POST',
				headers: { cookie: await personCookie(username) },
				body: new URLSearchParams(fields)
			});
			return answer.headers.get('location') ?? '';
		},
		exchangePath: (code, changes = {}) => {
			const query = {
				client_id: FACEBOOK_APP.clientId,
				client_secret: FACEBOOK_APP.clientSecret,
				redirect_uri: FACEBOOK_REDIRECT_URI,
				code,
				...changes
			};
			const given = Object.entries(query).filter(([, value]) => value !== null);
			return `/v25.0/oauth/access_token?${new URLSearchParams(given)}`;
		}
	};
}
