import type { Gate } from './gates.ts';
import { escapeHtml, plainPage } from './plain-page.ts';
import { routeOf } from './routes.ts';

/**
 * Whether a browser came by plain http to an instance whose ORIGIN is https: a proxy in front offers
 * both. No cookie of ours is kept there, so nothing that is begun there can end. What the browser
 * says of itself comes first: a proxy behind another one tells how that one came.
 */
export function cameByHttp(headers: Headers, origin: URL): boolean {
	// Sent to https alone (W3C, Fetch Metadata, section 2: "potentially trustworthy URL").
	if (origin.protocol !== 'https:' || headers.has('sec-fetch-site')) return false;
	const from = urlOf(headers.get('origin') ?? headers.get('referer'));
	if (from?.hostname === origin.hostname) return from.protocol === 'http:';
	const [proto] = (headers.get('x-forwarded-proto') ?? '').split(',');
	const forwarded = /proto="?(\w+)/i.exec(headers.get('forwarded') ?? '')?.[1];
	return [proto?.trim(), forwarded].some((scheme) => scheme?.toLowerCase() === 'http');
}

/** Where at ORIGIN to go on with what was begun by http. */
export function addressAtOrigin(url: URL, headers: Headers, origin: URL): string {
	const from = urlOf(headers.get('referer'))?.pathname ?? '';
	// The cookie that remembers an invitation was not kept, so its page has to be opened once more.
	const isAccepting = url.searchParams.has('accept') && from.startsWith('/invitation/');
	return origin.origin + (isAccepting ? from : url.pathname + url.search);
}

/**
 * Leads who opens a one-time link by http to the same link at ORIGIN, before anything is done with
 * it. By a button: a redirect would go round for ever where a proxy tells the scheme wrongly.
 */
export const byHttp =
	(origin: () => URL): Gate =>
	({ request, route, url }) => {
		const isLink = request.method === 'GET' && routeOf(route.id)?.who === 'link';
		if (!isLink || !cameByHttp(request.headers, origin())) return null;
		const address = escapeHtml(addressAtOrigin(url, request.headers, origin()));
		const body = `<p>This page was opened by http, and Mooring is at ${origin().origin}.</p><p><a href="${address}">Go on there</a></p>`;
		// So that the same button counts as pressed at ORIGIN.
		const headers = { 'referrer-policy': 'same-origin' };
		return plainPage(421, 'Go on by https', { body }, headers);
	};

const urlOf = (text: string | null) => (text !== null && URL.canParse(text) ? new URL(text) : null);
