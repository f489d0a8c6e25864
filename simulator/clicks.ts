import { errorPage } from './pages/error.ts';
import type { Visit } from './visit.ts';

export function redirect(location: string, headers: HeadersInit = {}): Response {
	const answer = new Response(null, { status: 302, headers });
	answer.headers.set('location', location);
	answer.headers.set('cache-control', 'no-store');
	return answer;
}

/** Consent and login count only when a person clicked on a page of our own. */
export const isForeign = (visit: Visit) =>
	/^(cross-site|same-site)$/.test(visit.request.headers.get('sec-fetch-site') ?? '');

export const foreignClick = () => errorPage('Please click on the page itself', { status: 403 });
