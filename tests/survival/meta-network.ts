import type { createApp } from '../../simulator/app.ts';
import type { Token } from '../../simulator/instagram/tokens.ts';
import type { createWorld } from '../../simulator/world.ts';
import { seconds } from '../../src/lib/server/clock.ts';
import { askedOf, codeIn, type MetaCall, refused, tokenIn } from './meta-call.ts';
import type { Steps } from './steps.ts';
import type { Time } from './time.ts';
import type { Fate, Weather } from './weather.ts';

/** A token of either login, as far as the weather knows it. */
export type Held = Pick<Token, 'username' | 'death' | 'issuedAt' | 'expiresAt' | 'token'>;

type Parts = {
	world: ReturnType<typeof createWorld>;
	app: ReturnType<typeof createApp>;
	names: string[];
	tokenOf: (text: string) => Held | undefined;
	time: Time;
	weather: Weather;
	steps: () => Steps;
};

/** How long a renewal waits for one answer (renewal/limits.ts); a consent waits less. */
const PATIENCE = { background: seconds(15), consent: seconds(6) };
const FAULT = { endpoint: '*', times: 1, delayMs: null, status: null, body: null } as const;

/** The way to Meta and back: what the weather of the world makes of each call, and the log of all. */
export function createNetwork({ world, app, names, tokenOf, time, weather, steps }: Parts) {
	const calls: MetaCall[] = [];
	const twice: { at: number; account: number }[] = [];
	const underWay = new Map<number, number>();
	/** Who consented; a code is all that the exchange brings. */
	const codes = new Map<string, number>();
	let latest: Token | null = null;
	const { tokens } = world;
	const issue = tokens.issue.bind(tokens);
	tokens.issue = (given) => (latest = issue(given));

	/** What a renewal made of a token; null where Meta refused it. */
	function renewedOf(held: Held): Held | null {
		if (latest) return latest;
		return held.issuedAt === time.now() ? held : null;
	}

	const isStopped = (username: string) =>
		Boolean(world.accounts.get(username)?.stopped ?? world.facebook.people.get(username)?.stopped);

	function verdictOf(fate: Fate, answer: Response | null, held: Held | undefined) {
		if (answer === null || held === undefined) return null;
		if (fate.kind === 'fault') return fate.why === 'false deaths' ? 'dead' : null;
		if (answer.ok) return 'well';
		const isOver = held.death !== null || time.now() >= held.expiresAt;
		return isOver || isStopped(held.username) ? 'dead' : null;
	}

	async function ask(request: Request, fate: Fate): Promise<Response | null> {
		if (fate.kind === 'never sent') return null;
		if (fate.kind === 'fault' && fate.fault === 'reset_before') return null;
		if (fate.kind === 'fault') world.faults.add({ ...FAULT, kind: fate.fault });
		if (fate.kind === 'lost' && fate.how !== 'cut' && fate.how !== 'never')
			world.faults.add({ ...FAULT, kind: fate.how });
		// The wire is for faults below HTTP, which are told here instead.
		return app.fetch(request, {});
	}

	const fetch: typeof globalThis.fetch = async (address, init) => {
		const url = address as URL;
		const held = tokenOf(tokenIn(url));
		const account = held
			? names.indexOf(held.username)
			: (codes.get(codeIn(url, init?.body)) ?? -1);
		const endpoint = askedOf(url);
		const isConsent = endpoint === 'exchange' || endpoint === 'other';
		const patience = isConsent ? PATIENCE.consent : PATIENCE.background;
		const at = time.now();
		const fate = weather.fateOf(account, at, endpoint);
		// A process that died meanwhile hears no answer.
		const mine = steps();
		await mine.pass(`before ${endpoint}`);
		const isRenewal = endpoint === 'refresh';
		if (isRenewal) underWay.set(account, (underWay.get(account) ?? 0) + 1);
		if ((underWay.get(account) ?? 0) > 1) twice.push({ at, account });
		const headers = { ...(init?.headers as Record<string, string>), host: url.host };
		latest = null;
		const answer = await ask(new Request(url, { ...init, headers, signal: null }), fate);
		const isDone = answer !== null && fate.kind !== 'fault' && (answer.ok || fate.kind === 'lost');
		const made = isRenewal && isDone && held ? renewedOf(held) : null;
		const isLate = fate.late > patience;
		const isCut =
			answer === null || (fate.kind === 'lost' && (fate.how === 'cut' || fate.how === 'never'));
		const waits =
			fate.kind === 'lost' && fate.how === 'never' ? patience : Math.min(fate.late, patience);
		calls.push({
			at,
			account,
			endpoint,
			fate,
			status: answer?.status ?? null,
			token: held?.token ?? null,
			made: made?.token ?? null,
			verdict: verdictOf(fate, answer, held),
			// What was done is told wrongly; a refusal comes as it is, if it comes whole.
			isTold:
				!isCut &&
				!isLate &&
				(fate.kind !== 'lost' || (answer?.status === 400 && fate.how !== 'truncated'))
		});
		await mine.pass(`after ${endpoint}`);
		await time.wait(waits);
		await mine.pass(`answer of ${endpoint}`);
		if (isRenewal) underWay.set(account, (underWay.get(account) ?? 1) - 1);
		if (isLate || waits === patience) throw new DOMException('', 'TimeoutError');
		if (isCut) throw refused(fate.kind === 'never sent' ? fate.code : 'ECONNRESET');
		return answer;
	};

	return {
		fetch,
		calls,
		/** Renewals of one connection that were under way at once. */
		twice,
		hasConsented: (code: string, account: number) => codes.set(code, account),
		/** A killed process asks nothing more. */
		forget: () => underWay.clear()
	};
}
