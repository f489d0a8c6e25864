import type { ProviderId } from '../../src/lib/logins.ts';
import { type Simulator, startSimulator } from '../../simulator/server.ts';
import { TestBrowser } from './browser.ts';
import { consent } from './consent.ts';
import { type Instance, startInstance } from './instance.ts';

export const CLAIM_CODE = 'claim-code-for-tests-only';
const FACEBOOK = { id: '821604739125608', secret: '0f9e8d7c6b5a49382716f5e4d3c2b1a0' };
const CLIENT = { id: '990602627938098', secret: 'a1b2c3d4e5f60718293a4b5c6d7e8f90' };

/** A real (not practice) instance with credentials, and the simulator in Meta's place. */
export type Live = Instance & {
	simulator: Simulator;
	/** The settings that it runs with, for commands beside it. */
	env: Record<string, string>;
	/** Asks the simulator's control address. */
	control<Answer = unknown>(method: string, path: string, body?: object): Promise<Answer>;
	/** How many calls of each kind reached the simulator. */
	calls(): Promise<Record<string, number>>;
	/** Starts, consents and comes back: the callback's answer. */
	connect(
		browser: TestBrowser,
		username: string,
		options?: {
			query?: string;
			decline?: string[];
			answer?: 'Allow' | 'Cancel';
			login?: ProviderId;
		}
	): Promise<{ response: Response; text: string; callback: string }>;
	/** A browser whose creator claimed the instance with this account. */
	claim(username?: string): Promise<{ browser: TestBrowser; connectionId: string }>;
};

export async function startLive(env: Record<string, string> = {}): Promise<Live> {
	const simulator = await startSimulator({ port: 0 });
	const settings = {
		INSTAGRAM_CLIENT_ID: CLIENT.id,
		INSTAGRAM_CLIENT_SECRET: CLIENT.secret,
		INSTAGRAM_WEB_URL: simulator.url,
		INSTAGRAM_API_URL: simulator.url,
		INSTAGRAM_GRAPH_URL: simulator.url,
		FACEBOOK_CLIENT_ID: FACEBOOK.id,
		FACEBOOK_CLIENT_SECRET: FACEBOOK.secret,
		FACEBOOK_WEB_URL: simulator.url,
		FACEBOOK_GRAPH_URL: simulator.url,
		CLAIM_CODE,
		...env
	};
	const instance = await startInstance(settings);

	async function control<Answer>(method: string, path: string, body?: object): Promise<Answer> {
		const response = await fetch(`${simulator.url}/_control/${path}`, {
			method,
			headers: { 'x-simulator': '1', 'content-type': 'application/json' },
			...(body ? { body: JSON.stringify(body) } : {})
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`control ${path}: ${String(response.status)} ${text}`);
		return (text === '' ? null : JSON.parse(text)) as Answer;
	}
	await control('POST', 'apps', {
		clientId: CLIENT.id,
		clientSecret: CLIENT.secret,
		redirectUris: [
			`${instance.origin}/auth/instagram/callback`,
			...(env['INSTAGRAM_REDIRECT_URI'] ? [env['INSTAGRAM_REDIRECT_URI']] : [])
		]
	});

	await control('POST', 'facebook/apps', {
		clientId: FACEBOOK.id,
		clientSecret: FACEBOOK.secret,
		redirectUris: [`${instance.origin}/auth/facebook/callback`]
	});

	const live: Live = {
		...instance,
		simulator,
		env: { ...settings, ORIGIN: instance.origin, DATA_DIR: instance.dataDir },
		control,
		calls: async () => {
			const { counts } = await control<{ counts: Record<string, number> }>('GET', 'calls');
			// Pictures are fetched after the answer, at a time of their own.
			const { picture: _, ...rest } = counts;
			return rest;
		},
		connect: async (browser, username, { query = '', login = 'instagram', ...options } = {}) => {
			const { response } = await browser.open(`${instance.origin}/auth/${login}/login${query}`);
			const location = response.headers.get('location') ?? '';
			const callback = await consent(browser, location, username, options);
			const headers = { 'sec-fetch-site': 'cross-site' };
			return { ...(await browser.open(callback, headers)), callback };
		},
		claim: async (username = 'ada.draws') => {
			const browser = new TestBrowser();
			await browser.open(`${instance.origin}/claim/${CLAIM_CODE}`);
			const { text } = await live.connect(browser, username);
			const connectionId = /url=\/connections\/([0-9a-f-]{36})"/.exec(text)?.[1];
			if (!connectionId) throw new Error(`the claim did not end at a connection: ${text}`);
			return { browser, connectionId };
		},
		remove: async () => {
			await instance.remove();
			await simulator.close();
		}
	};
	return live;
}
