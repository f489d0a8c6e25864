import { AppError } from '../errors.ts';
import { cameByHttp } from './by-http.ts';
import type { Gate } from './gates.ts';
import { isApi, notFromHere, pathOf, refusal } from './refusal.ts';
import { routeOf, whoMay } from './routes.ts';

/** Methods that change nothing (RFC 9110, section 9.2.1). */
export const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
const FORMS = new Set(['application/x-www-form-urlencoded', 'multipart/form-data']);

/**
 * Whether a request may change something: exactly our Origin, and with it the header `X-CSRF: 1`
 * under `/api/` (no form can send it) or a form's content type elsewhere. What Meta posts is the one
 * exception: its signature is checked in its place.
 */
export function mayChange(
	request: { method: string; headers: Headers },
	path: string,
	origin: URL
): boolean {
	if (READING.has(request.method)) return true;
	if (whoMay(path) === 'meta-signature') return request.method === 'POST';
	if (request.headers.get('origin') !== origin.origin) return false;
	if (isApi(path)) return request.headers.get('x-csrf') === '1';
	const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
	return request.method === 'POST' && FORMS.has(type);
}

/** Refuses every changing request that another site could have sent (see decision 0003). */
export const csrf =
	(origin: () => URL): Gate =>
	(event) => {
		if (mayChange(event.request, pathOf(event), origin())) return null;
		if (!cameByHttp(event.request.headers, origin())) return refusal(event, notFromHere());
		const path = routeOf(event.route.id)?.methods.includes('GET') ? event.url.pathname : '/';
		return refusal(event, sentByHttp(origin()), {}, origin().origin + path);
	};

/** To open the same page again would not help: it has to be opened at ORIGIN. */
const sentByHttp = ({ origin }: URL) =>
	new AppError(
		'forbidden_origin',
		`This was sent from a page that was opened by http. Open it at ${origin} and repeat it there.`
	);

/**
 * Whether a start was clicked on a page of ours, or typed: another site must not send somebody to
 * Meta on our behalf. Without Fetch Metadata a foreign Referer tells.
 */
export function isOurClick(headers: Headers, origin: URL): boolean {
	const site = headers.get('sec-fetch-site');
	if (site !== null) return site === 'same-origin' || site === 'none';
	const referer = headers.get('referer');
	return referer === null || (URL.canParse(referer) && new URL(referer).origin === origin.origin);
}
