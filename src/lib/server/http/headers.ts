import type { Handle } from '@sveltejs/kit';

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
		const answer = await resolve(event);
		const response =
			event.locals.pageStatus && answer.status === 200
				? new Response(answer.body, { status: event.locals.pageStatus, headers: answer.headers })
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
