import type { Handle } from '@sveltejs/kit';
import type { MetaAddresses } from '../settings/addresses.ts';
import { PLAIN_POLICY } from './plain-style.ts';
import { routeOf } from './routes.ts';

/**
 * What every dynamic answer says of itself. The security headers are set by our server in front, for
 * whoever answers; here only where there is none, as in development.
 */
export const headers =
	(origin: () => URL): Handle =>
	async ({ event, resolve }) => {
		const answer = await resolve(event);
		// The data of a page keeps 200: Kit's client takes any other status for a failed load.
		const hasOwnStatus = event.locals.pageStatus !== undefined && !event.isDataRequest;
		// What may be read and framed anywhere says so itself; see feeds.ts.
		if (event.locals.asked?.world === 'feed') return answer;
		const response =
			hasOwnStatus && answer.status === 200
				? new Response(answer.body, {
						status: event.locals.pageStatus ?? 200,
						headers: answer.headers
					})
				: answer;
		if (!event.platform) complete(response.headers, baseHeaders(origin()));
		if (!response.headers.has('vary')) response.headers.set('vary', 'Cookie');
		const isKept = routeOf(event.route.id)?.hasTag && (response.ok || response.status === 304);
		if (!isKept) {
			response.headers.set('cache-control', 'no-store');
			response.headers.delete('etag');
		}
		return response;
	};

function complete(headers: Headers, more: Record<string, string>) {
	for (const [name, value] of Object.entries(more)) {
		if (!headers.has(name)) headers.set(name, value);
	}
}

/**
 * The security headers of every answer, static files too (OWASP ASVS 5.0, section 3.4). What a page
 * may load is in its own policy; without one nothing but the style of plain pages counts.
 */
export const baseHeaders = (origin: URL): Record<string, string> => ({
	'content-security-policy': PLAIN_POLICY,
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
	// no-referrer would make browsers send "Origin: null" with our own forms.
	'referrer-policy': 'same-origin',
	...(origin.protocol === 'https:'
		? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }
		: {})
});

/**
 * Lets forms lead to Meta's consent: browsers apply `form-action` to the redirects that follow, and
 * the page that chooses permissions is a form. Every page has it, because a navigation between
 * pages keeps the policy of the first one.
 */
export const formAction =
	(addresses: () => MetaAddresses): Handle =>
	async ({ event, resolve }) => {
		const response = await resolve(event);
		const policy = response.headers.get('content-security-policy');
		if (policy === null) return response;
		const { hosts } = addresses();
		const metas = new Set(Object.values(hosts).map(({ web }) => new URL(web).origin));
		response.headers.set(
			'content-security-policy',
			policy.replace("form-action 'self'", `form-action 'self' ${[...metas].join(' ')}`)
		);
		return response;
	};
