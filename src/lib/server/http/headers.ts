import type { Handle } from '@sveltejs/kit';
import { AppError } from '../errors.ts';
import { isApi, pathOf, refusal } from './refusal.ts';

const ALWAYS: Record<string, string> = {
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
	// no-referrer would make browsers send "Origin: null" with our own forms.
	'referrer-policy': 'same-origin',
	'cache-control': 'no-store',
	vary: 'Cookie'
};

/** Security headers for every dynamic answer; what an answer sets itself stays. */
export const headers =
	(origin: () => URL): Handle =>
	async ({ event, resolve }) => {
		const first = await resolve(event);
		const answer =
			first.status === 405 && isApi(pathOf(event))
				? refusal(event, noSuchMethod(), { allow: first.headers.get('allow') ?? '' })
				: first;
		// The data of a page keeps 200: Kit's client takes any other status for a failed load.
		const hasOwnStatus = event.locals.pageStatus !== undefined && !event.isDataRequest;
		const response =
			hasOwnStatus && answer.status === 200
				? new Response(answer.body, {
						status: event.locals.pageStatus ?? 200,
						headers: answer.headers
					})
				: answer;
		for (const [name, value] of Object.entries(ALWAYS)) {
			if (name === 'cache-control' || !response.headers.has(name))
				response.headers.set(name, value);
		}
		response.headers.delete('etag');
		if (origin().protocol === 'https:') {
			response.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
		}
		return response;
	};

const noSuchMethod = () => new AppError('method_not_allowed', 'This address has no such method.');
