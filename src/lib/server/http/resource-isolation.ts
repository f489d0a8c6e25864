import type { Gate } from './gates.ts';
import { isApi, notFromHere, pathOf, refusal } from './refusal.ts';
import { routeOf } from './routes.ts';

/**
 * Whether a request may come in at all, by Fetch Metadata (W3C): from another site, a sibling host
 * included, nothing may but a navigation, which people see. Without these headers the other rules
 * decide. The destination tells: only a navigation of a whole page has `document`, so the mode adds
 * nothing but for browsers that name no destination yet, which under `/api/` are not believed.
 */
export function mayComeIn(request: { method: string; headers: Headers }, path: string): boolean {
	const { method, headers } = request;
	const site = headers.get('sec-fetch-site');
	if (site === null || site === 'same-origin' || site === 'none') return true;
	const destination = headers.get('sec-fetch-dest') ?? (isApi(path) ? null : 'document');
	const isNavigation = destination === 'document' && headers.get('sec-fetch-mode') !== 'no-cors';
	return method === 'GET' && isNavigation;
}

/** Whether a browser says that somebody opened this address: a picture or a link scanner does not. */
export const isNavigation = (headers: Headers) => headers.get('sec-fetch-dest') === 'document';

/**
 * The resource isolation policy, ahead of the limits: what another page loads or sends here is
 * refused uncounted, so that it cannot use up what its visitors have. Meta's calls are known by
 * their signature alone.
 */
export const resourceIsolation: Gate = (event) =>
	mayComeIn(event.request, pathOf(event)) || routeOf(event.route.id)?.who === 'meta-signature'
		? null
		: refusal(event, notFromHere());
