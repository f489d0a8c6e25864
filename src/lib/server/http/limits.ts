import type { Handle, RequestEvent } from '@sveltejs/kit';
import { minutes } from '../clock.ts';
import { rateLimited } from '../errors.ts';
import { clientAddress } from './answer.ts';
import { clientKey } from './client-key.ts';
import { READING } from './csrf.ts';
import { refusal } from './refusal.ts';
import { type Limit, routeOf } from './routes.ts';

type Kind = Limit | 'form';

/** Requests a minute: a session's, and of one address without a session by what is asked. */
export const PER_MINUTE: Record<Kind | 'session', number> = {
	session: 600,
	page: 3_000,
	form: 120,
	start: 120,
	callback: 120,
	meta: 300,
	link: 20,
	unmatched: 100
};

/** What a request counts as without a session; null: never counted. */
export function kindOf({ route, request, isRemoteRequest }: RequestEvent): Kind | null {
	const row = isRemoteRequest ? undefined : routeOf(route.id);
	if (!row) return 'unmatched';
	return row.limit === 'page' && !READING.has(request.method) ? 'form' : row.limit;
}

/**
 * Answers 429 where somebody asks too often. Whoever is signed in has a window of their own, so that
 * nobody else can use it up; a cookie that is no session counts as none. A code that is guessed by
 * cookie counts as one that is guessed by link.
 * @param ask `sessionHash`: of the valid session that a request brings; `isGuess`: whether it brings
 * a claim code that is wrong; `now`: milliseconds of real time
 */
export function limits(ask: {
	sessionHash: (event: RequestEvent) => Promise<string | null>;
	isGuess: (event: RequestEvent) => Promise<boolean>;
	now: () => number;
}): Handle {
	const windows = rateWindows();

	async function countedBy(event: RequestEvent) {
		const kind = kindOf(event);
		if (kind === null) return null;
		const hash = await ask.sessionHash(event);
		if (hash !== null) return { key: `session ${hash}`, perMinute: PER_MINUTE.session };
		const counted = (await ask.isGuess(event)) ? 'link' : kind;
		return { key: `${counted} ${clientKey(clientAddress(event))}`, perMinute: PER_MINUTE[counted] };
	}

	return async ({ event, resolve }) => {
		const by = await countedBy(event);
		if (by === null) return resolve(event);
		const taken = windows.take(by.key, by.perMinute, ask.now());
		if (taken.isAllowed) return resolve(event);
		event.locals.isUnlogged = !taken.isFirst;
		return refusal(event, rateLimited(taken.retryAfter));
	};
}

const WINDOW = minutes(1);
/** More is not remembered: the oldest window goes, and its sender starts anew. */
const MAX_KEYS = 10_000;

export type Taken =
	| { isAllowed: true }
	/** `retryAfter` in whole seconds; `isFirst`: the first refusal of this window. */
	| { isAllowed: false; retryAfter: number; isFirst: boolean };

/**
 * Counts requests by key, in windows of a minute that begin with a key's first request. In memory
 * and bounded: a limiter in the database would wait for the disk with every request.
 */
export function rateWindows({ maxKeys = MAX_KEYS }: { maxKeys?: number } = {}) {
	const windows = new Map<string, { began: number; count: number }>();

	function windowOf(key: string, now: number) {
		const known = windows.get(key);
		// A clock that was set back must not make a window longer.
		if (known && now >= known.began && now < known.began + WINDOW) return known;
		// Deleted first: a map keeps a key where it came in, and the oldest shall be at the front.
		windows.delete(key);
		const [oldest] = windows.keys();
		if (oldest !== undefined && windows.size >= maxKeys) windows.delete(oldest);
		const fresh = { began: now, count: 0 };
		windows.set(key, fresh);
		return fresh;
	}

	return {
		/** Counts one request. @param now milliseconds */
		take(key: string, perMinute: number, now: number): Taken {
			const window = windowOf(key, now);
			window.count += 1;
			if (window.count <= perMinute) return { isAllowed: true };
			return {
				isAllowed: false,
				retryAfter: Math.ceil((window.began + WINDOW - now) / 1000),
				isFirst: window.count === perMinute + 1
			};
		},

		size: () => windows.size
	};
}
