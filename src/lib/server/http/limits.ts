import type { Handle, RequestEvent } from '@sveltejs/kit';
import { rateLimited } from '../errors.ts';
import { whoMay } from './access.ts';
import { clientAddress } from './answer.ts';
import { clientKey } from './client-key.ts';
import { rateWindows } from './rate-windows.ts';
import { refusal } from './refusal.ts';

/** Requests a minute: a session's, and of one address without a session by what is asked. */
export const PER_MINUTE = {
	session: 600,
	start: 120,
	callback: 120,
	meta: 300,
	link: 20,
	unmatched: 100
};

type Kind = Exclude<keyof typeof PER_MINUTE, 'session'>;

/** Container probes ask all the time. */
const NEVER = new Set<string | null>(['/healthz', '/readyz']);
const KIND_OF = new Map<string, Kind>([
	['/auth/[provider=provider]/login', 'start'],
	['/auth/[provider=provider]/callback', 'callback'],
	['/api/[...rest]', 'unmatched']
]);

/** What a route counts as; null: pages and data are not limited. */
export function kindOf(routeId: string | null): Kind | null {
	const who = whoMay(routeId);
	if (routeId === null || who === undefined) return 'unmatched';
	if (who === 'link') return 'link';
	if (who === 'meta-signature') return 'meta';
	return KIND_OF.get(routeId) ?? null;
}

/**
 * Answers 429 where somebody asks too often. Whoever is signed in has a window of their own, so that
 * nobody else can use it up; a cookie that is no session counts as none.
 * @param sessionHash the hash of the valid session that a request brings
 * @param now milliseconds of real time
 */
export function limits(
	sessionHash: (event: RequestEvent) => Promise<string | null>,
	now: () => number
): Handle {
	const windows = rateWindows();

	async function countedBy(event: RequestEvent) {
		const hash = await sessionHash(event);
		if (hash !== null) return { key: `session ${hash}`, perMinute: PER_MINUTE.session };
		const kind = kindOf(event.route.id);
		if (kind === null) return null;
		return { key: `${kind} ${clientKey(clientAddress(event))}`, perMinute: PER_MINUTE[kind] };
	}

	return async ({ event, resolve }) => {
		const by = NEVER.has(event.route.id) ? null : await countedBy(event);
		if (by === null) return resolve(event);
		const taken = windows.take(by.key, by.perMinute, now());
		if (taken.isAllowed) return resolve(event);
		event.locals.isUnlogged = !taken.isFirst;
		const { retryAfter } = taken;
		return refusal(event, rateLimited(retryAfter), { 'retry-after': String(retryAfter) });
	};
}
