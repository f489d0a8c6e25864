import { startTestClient, type TestClient } from '../test-client.ts';
import { type Login, type Permission, PERMISSIONS } from './permissions.ts';

/** Loosely typed, as an answer comes. */
export type Answer = {
	id?: string;
	data?: Answer[];
	paging?: { cursors?: { before: string; after: string }; next?: string; previous?: string };
	error?: { message: string; type: string; code: number; error_subcode?: number };
	success?: boolean;
	[name: string]: unknown;
};

export type Reply = { status: number; body: Answer; text: string; headers: Headers };

/** One token of one login, and the id of the account that it opens. */
export type GraphCaller = {
	id: string;
	token: string;
	call(method: string, path: string, parameters?: Record<string, string>): Promise<Reply>;
	get(path: string, parameters?: Record<string, string>): Promise<Answer>;
	post(path: string, parameters?: Record<string, string>): Promise<Answer>;
};

export type GraphTestClient = TestClient & {
	/** @param without permissions that were not granted */
	caller(login: Login, username?: string, without?: Permission[]): Promise<GraphCaller>;
};

export const LOGINS: Login[] = ['instagram', 'facebook'];

/** Who of Facebook has the Page of an account. */
const PEOPLE: Record<string, string> = {
	'ada.draws': 'one.page',
	'north.pier.radio': 'two.pages',
	'brick.and.bloom': 'two.pages',
	'long.name': 'long.page'
};

export async function startGraphClient(): Promise<GraphTestClient> {
	const client = await startTestClient();
	const tokenOf = async (login: Login, username: string, scopes: string[], declined: string[]) => {
		if (login === 'instagram') return client.token(username, { scopes });
		const person = { username: PEOPLE[username], scopes: [...scopes, 'pages_show_list'], declined };
		return String((await client.control('POST', 'facebook/token', person)).token);
	};
	return {
		...client,
		caller: async (login, username = 'ada.draws', without = []) => {
			const names = Object.keys(PERMISSIONS) as Permission[];
			const scopesOf = (those: Permission[]) =>
				those.flatMap((name) => PERMISSIONS[name][login] ?? []);
			const granted = scopesOf(names.filter((name) => !without.includes(name)));
			const token = await tokenOf(login, username, granted, scopesOf(without));
			const call: GraphCaller['call'] = async (method, path, parameters = {}) => {
				const query = new URLSearchParams({ access_token: token, ...parameters });
				const answer = await client.ask(`/v25.0/${path}?${query}`, { method });
				const text = await answer.text();
				const body = JSON.parse(text || '{}') as Answer;
				return { status: answer.status, headers: answer.headers, text, body };
			};
			return {
				id: client.world.accounts.get(username)?.userId ?? '',
				token,
				call,
				get: async (path, parameters) => (await call('GET', path, parameters)).body,
				post: async (path, parameters) => (await call('POST', path, parameters)).body
			};
		}
	};
}

export const idsIn = ({ data = [] }: Answer) => data.map(({ id }) => String(id));
