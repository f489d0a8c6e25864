import { createApp } from '../../simulator/app.ts';
import { DEFAULT_APP, DEFAULT_FACEBOOK_APP } from '../../simulator/apps.ts';
import type { Endpoint } from '../../simulator/calls.ts';
import { createAccount } from '../../simulator/instagram/accounts.ts';
import type { Token } from '../../simulator/instagram/tokens.ts';
import { createWorld } from '../../simulator/world.ts';
import { seconds } from '../../src/lib/server/clock.ts';
import { instagram } from '../../src/lib/server/meta/instagram.ts';
import type { Profile } from './profile.ts';
import type { Steps } from './steps.ts';
import type { Time } from './time.ts';
import type { Fate, Weather } from './weather.ts';

/** One call as Meta's side knows it. */
export type MetaCall = {
	at: number;
	account: number;
	endpoint: Endpoint;
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

export const BASIC = 'instagram_business_basic';
const HOSTS = {
	web: 'https://www.instagram.com',
	api: 'https://api.instagram.com',
	graph: 'https://graph.instagram.com'
};
const REDIRECT = DEFAULT_APP.redirectUris[0] ?? '';
/** How long a renewal waits for one answer (renewal/limits.ts); a consent waits less. */
const PATIENCE = { background: seconds(15), consent: seconds(6) };

export type Meta = ReturnType<typeof createMeta>;

/**
 * Meta inside this process: the simulator's own core, called as a function, behind a network that has
 * the weather of the world.
 */
export function createMeta(profile: Profile, { time, weather, steps }: Parts) {
	const world = createWorld({
		apps: [DEFAULT_APP],
		facebookApps: [DEFAULT_FACEBOOK_APP],
		realNow: time.now
	});
	const { rotates, killsOld, expiredSubcode, passwordSubcode, profileShape } = profile.meta;
	Object.assign(world.switches, {
		refreshRotates: rotates,
		refreshKillsOld: killsOld,
		expiredSubcode,
		passwordSubcode,
		profileShape,
		longLivedSeconds: profile.meta.lifeSeconds
	});
	const place = { publicUrl: HOSTS.graph, isFixed: true, ownHosts: new Set<string>() };
	const app = createApp(world, place);
	const names = Array.from({ length: profile.connections }, (_, index) => `creator.${index}`);
	for (const username of names) world.accounts.set(username, createAccount({ username }));
	const calls: MetaCall[] = [];
	const underWay = new Map<number, number>();
	const faulty = { endpoint: '*', times: 1, delayMs: null, status: null, body: null } as const;

	const tokenIn = (url: URL) => world.tokens.find(url.searchParams.get('access_token') ?? '');
	/** Who consented; a code is all that the exchange brings. */
	const codes = new Map<string, number>();
	let latest: Token | null = null;
	const { tokens } = world;
	const issue = tokens.issue.bind(tokens);
	tokens.issue = (given) => (latest = issue(given));

	/** What a renewal made of a token; null where Meta refused it. */
	function renewedOf(held: Token) {
		if (latest) return latest;
		return held.issuedAt === time.now() ? held : null;
	}

	function verdictOf(fate: Fate, answer: Response | null, held: Token | undefined) {
		if (answer === null || held === undefined) return null;
		if (fate.kind === 'fault') return fate.why === 'false deaths' ? 'dead' : null;
		if (answer.ok) return 'well';
		const account = world.accounts.get(held.username);
		const isOver = held.death !== null || time.now() >= held.expiresAt;
		return isOver || account?.stopped ? 'dead' : null;
	}

	async function ask(request: Request, fate: Fate): Promise<Response | null> {
		if (fate.kind === 'never sent') return null;
		if (fate.kind === 'fault' && fate.fault === 'reset_before') return null;
		if (fate.kind === 'fault') world.faults.add({ ...faulty, kind: fate.fault });
		if (fate.kind === 'lost' && fate.how !== 'cut' && fate.how !== 'never')
			world.faults.add({ ...faulty, kind: fate.how });
		// The wire is for faults below HTTP, which are told here instead.
		return app.fetch(request, {});
	}

	const fetch: typeof globalThis.fetch = async (address, init) => {
		const url = address as URL;
		const held = tokenIn(url);
		const account = held
			? names.indexOf(held.username)
			: (codes.get((init?.body as URLSearchParams | null)?.get('code') ?? '') ?? -1);
		const endpoint = endpointOf(url);
		const patience = endpoint === 'exchange' ? PATIENCE.consent : PATIENCE.background;
		const at = time.now();
		const fate = weather.fateOf(account, at);
		// A process that died meanwhile hears no answer.
		const mine = steps();
		await mine.pass(`before ${endpoint}`);
		const isRenewal = endpoint === 'refresh';
		if (isRenewal) underWay.set(account, (underWay.get(account) ?? 0) + 1);
		if ((underWay.get(account) ?? 0) > 1) found.twice.push({ at, account });
		const headers = { ...(init?.headers as Record<string, string>), host: url.host };
		latest = null;
		const answer = await ask(new Request(url, { ...init, headers, signal: null }), fate);
		const isDone = answer !== null && fate.kind !== 'fault' && (answer.ok || fate.kind === 'lost');
		const made = isRenewal && isDone && held ? renewedOf(held) : null;
		const verdict = verdictOf(fate, answer, held);
		const isLate = fate.late > patience;
		const isCut =
			answer === null || (fate.kind === 'lost' && (fate.how === 'cut' || fate.how === 'never'));
		const waits =
			fate.kind === 'lost' && fate.how === 'never' ? patience : Math.min(fate.late, patience);
		const isTold = !isCut && !isLate && fate.kind !== 'lost';
		calls.push({
			at,
			account,
			endpoint,
			fate,
			status: answer?.status ?? null,
			token: held?.token ?? null,
			made: made?.token ?? null,
			verdict,
			isTold
		});
		await mine.pass(`after ${endpoint}`);
		await time.wait(waits);
		await mine.pass(`answer of ${endpoint}`);
		if (isRenewal) underWay.set(account, (underWay.get(account) ?? 1) - 1);
		if (isLate || waits === patience) throw new DOMException('', 'TimeoutError');
		if (isCut) throw refused(fate.kind === 'never sent' ? fate.code : 'ECONNRESET');
		return answer;
	};

	const found = { twice: [] as { at: number; account: number }[] };
	return {
		world,
		names,
		calls,
		found,
		provider: instagram({
			settings: { ...DEFAULT_APP, redirectUri: REDIRECT, configId: null },
			addresses: { graphVersion: 'v25.0', hosts: HOSTS },
			fetch
		}),
		accountId: (account: number) => world.accounts.get(names[account] ?? '')?.userId ?? '',
		/** A code, as Meta's consent page hands it out. */
		consent(account: number) {
			const { code } = world.codes.issue({
				clientId: DEFAULT_APP.clientId,
				redirectUri: REDIRECT,
				username: names[account] ?? '',
				scopes: [BASIC],
				issuedAt: time.now()
			});
			codes.set(code, account);
			return code;
		},
		/** Whether Meta would answer to this text now. */
		honours(text: string | null) {
			const token = text === null ? undefined : world.tokens.find(text);
			return token?.death === null && time.now() < token.expiresAt;
		},
		tokenOf: (text: string) => world.tokens.find(text),
		/** As Instagram's own page for removing apps does. */
		removeApp: (account: number) =>
			world.tokens.removeApp(names[account] ?? '', DEFAULT_APP.clientId),
		/** A killed process asks nothing more. */
		forget: () => underWay.clear()
	};
}

type Parts = { time: Time; weather: Weather; steps: () => Steps };

function endpointOf({ pathname }: URL): Endpoint {
	if (pathname.endsWith('/oauth/access_token')) return 'exchange';
	if (pathname.endsWith('/refresh_access_token')) return 'refresh';
	if (pathname.endsWith('/access_token')) return 'long_lived';
	if (pathname.endsWith('/permissions')) return 'revoke';
	return 'me';
}

/** As undici tells it: the system's code stands in the cause. */
const refused = (code: string) =>
	new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
