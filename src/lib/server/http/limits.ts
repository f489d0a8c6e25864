import type { RequestEvent } from '@sveltejs/kit';
import { rateLimited } from '../errors.ts';
import { rateWindows } from '../rate-windows.ts';
import { clientAddress } from './answer.ts';
import { clientKey } from './client-key.ts';
import { READING } from './csrf.ts';
import type { Gate } from './gates.ts';
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
}): Gate {
	const windows = rateWindows();

	async function countedBy(event: RequestEvent) {
		const kind = kindOf(event);
		if (kind === null) return null;
		const hash = await ask.sessionHash(event);
		if (hash !== null) return { key: `session ${hash}`, perMinute: PER_MINUTE.session };
		const counted = (await ask.isGuess(event)) ? 'link' : kind;
		return { key: `${counted} ${clientKey(clientAddress(event))}`, perMinute: PER_MINUTE[counted] };
	}

	return async (event) => {
		const by = await countedBy(event);
		if (by === null) return null;
		const taken = windows.take(by.key, by.perMinute, ask.now());
		if (taken.isAllowed) return null;
		event.locals.isUnlogged = !taken.isFirst;
		return refusal(event, rateLimited(taken.retryAfter));
	};
}
