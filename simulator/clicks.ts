import { errorPage } from './pages/error.ts';
import { rawParameter } from './query.ts';
import type { Visit } from './visit.ts';

export function redirect(location: string, headers: HeadersInit = {}): Response {
	const answer = new Response(null, { status: 302, headers });
	answer.headers.set('location', location);
	answer.headers.set('cache-control', 'no-store');
	return answer;
}

/**
 * The client's address with an answer in its query, and the state byte for byte as it came.
 * @param answer the query's other parameters, encoded
 */
export function backToClient(
	visit: Visit,
	redirectUri: string,
	answer: string,
	{ fragment = '', hasState = true } = {}
): Response {
	const state = hasState ? rawParameter(visit.url.search, 'state') : null;
	const start = redirectUri + (redirectUri.includes('?') ? '&' : '?');
	return redirect(`${start}${answer}${state === null ? '' : `&state=${state}`}${fragment}`);
}

/** Consent and login count only when a person clicked on a page of our own. */
export const isForeign = (visit: Visit) =>
	/^(cross-site|same-site)$/.test(visit.request.headers.get('sec-fetch-site') ?? '');

export const foreignClick = () => errorPage('Please click on the page itself', { status: 403 });
