import type { RequestEvent } from '@sveltejs/kit';
import type { Gate } from './gates.ts';
import { escapeHtml, plainPage } from './plain-page.ts';
import { routeOf } from './routes.ts';

/**
 * Whether a page is to be asked for once more by itself: a SameSite=Strict cookie does not come
 * along when a page is opened from another site, but it does on the request that follows. That it is
 * a navigation has been seen by resource-isolation.ts.
 */
export function needsBounce(
	request: { method: string; headers: Headers },
	routeId: string | null,
	hasSession: boolean
) {
	if (!routeOf(routeId)?.bounces || request.method !== 'GET' || hasSession) return false;
	return request.headers.get('sec-fetch-site') === 'cross-site';
}

/** A page that goes on by itself to an address of ours, as a request of the same site. */
export function bounceTo(path: string, headers: Record<string, string> = {}) {
	// Leading slashes beyond the first would name another host, and browsers leave out what is between.
	const address = escapeHtml(path.replace(/^[/\\\t\n\r]+/, '/'));
	const head = `<meta http-equiv="refresh" content="0;url=${address}">`;
	const body = `<p><a href="${address}">Go on</a></p>`;
	const page = { head, body };
	return plainPage(200, 'One moment', page, headers);
}

/** See "Arriving from elsewhere" in docs/ARCHITECTURE.md. */
export const sameSiteBounce =
	(hasSession: (event: RequestEvent) => boolean): Gate =>
	(event) =>
		needsBounce(event.request, event.route.id, hasSession(event))
			? bounceTo(event.url.pathname + event.url.search)
			: null;
