import { LOGINS, type ProviderId } from '../../src/lib/logins.ts';
import { ACTION_IDS, type ActionId } from '../../src/lib/server/keys/actions.ts';
import type { ConnectionView } from '../../src/lib/view.ts';
import type { TestBrowser } from './browser.ts';
import { type GraphRecorder, startRecorder } from './graph-recorder.ts';
import { type Live, startLive } from './live.ts';

/** All that a key may do but take the token. */
export const RELAYED = ACTION_IDS.filter((action) => action !== 'token.read');

/** An address that anybody could fetch from; with `fetcher: trusting` nobody does. */
export const PICTURE = 'https://pictures.example/tide.jpg';

export type Answer = { status: number; headers: Headers; text: string; body: GraphBody };
export type GraphBody = {
	id?: string;
	data?: GraphBody[];
	paging?: { next?: string | null; previous?: string | null };
	access_token?: string;
	error?: {
		code: number;
		message: string;
		is_transient?: boolean;
		fbtrace_id: string;
		mooring?: { code: string; cure: string };
	};
	[name: string]: unknown;
};

export type ToolsWorld = Live & {
	recorder: GraphRecorder;
	owner: TestBrowser;
	/** Ada's account, by each login. */
	connections: { instagram: ConnectionView; facebook: ConnectionView };
	/** Makes a key. @returns the whole key and its public id */
	key(connections: ConnectionView[], actions?: ActionId[]): Promise<{ text: string; id: string }>;
	/** Calls /graph with a key in a header. */
	graph(key: string | null, call: string, init?: RequestInit): Promise<Answer>;
	/** How many calls of the Graph reached the simulator. */
	sent(): Promise<number>;
};

const allOf = (login: ProviderId) => {
	const { insights, comments, publishing } = LOGINS[login].scopes;
	return `?scopes=${[...insights, ...comments, ...publishing].join(',')}`;
};

/** A real instance that keeps Ada's account by both logins, and what it takes to call its Graph. */
export async function startTools(env: Record<string, string> = {}): Promise<ToolsWorld> {
	const recorder = await startRecorder();
	const addresses = { INSTAGRAM_GRAPH_URL: recorder.url, FACEBOOK_GRAPH_URL: recorder.url };
	const live = await startLive({ ...addresses, ...env });
	recorder.leadTo(live.simulator.url);
	await live.control('POST', 'switches', { fetcher: 'trusting' });
	const { browser: owner } = await live.claim();
	// A sign-in of the last minutes, as making keys wants it, and then all that can be allowed.
	await live.connect(owner, 'ada.draws', { query: '?confirm=/settings' });
	await live.connect(owner, 'ada.draws', { query: allOf('instagram') });
	await live.connect(owner, 'one.page', { login: 'facebook', query: allOf('facebook') });
	const { body } = await owner.api(`${live.origin}/api/connections`);
	const { connections } = body as { connections: ConnectionView[] };
	const byLogin = (login: string) => {
		const found = connections.find(({ provider }) => provider === login);
		if (!found) throw new Error(`no connection by ${login}`);
		return found;
	};
	recorder.taken();
	return {
		...live,
		recorder,
		owner,
		connections: { instagram: byLogin('instagram'), facebook: byLogin('facebook') },
		key: async (those, actions = RELAYED) => {
			const wanted = { name: 'A test', connections: those.map(({ id }) => id), actions };
			const made = await owner.api(`${live.origin}/api/keys`, 'POST', wanted);
			if (made.status !== 201) throw new Error(`no key: ${JSON.stringify(made.body)}`);
			const { key, secret } = made.body as { key: { id: string }; secret: string };
			return { text: secret, id: key.id };
		},
		graph: async (key, call, init = {}) => {
			const [method = 'GET', path = ''] = call.split(' ');
			const headers = new Headers(init.headers);
			if (key !== null) headers.set('authorization', `Bearer ${key}`);
			const url = `${live.origin}/graph${path}`;
			const response = await fetch(url, { ...init, method, headers, redirect: 'manual' });
			const text = await response.text();
			const isJson = /^[[{]/.test(text);
			const read = (isJson ? JSON.parse(text) : {}) as GraphBody;
			return { status: response.status, headers: response.headers, text, body: read };
		},
		sent: () => Promise.resolve(recorder.taken().length),
		remove: async () => {
			await live.remove();
			await recorder.close();
		}
	};
}
