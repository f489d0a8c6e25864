import type { Handle } from '@sveltejs/kit';
import { baseHeaders } from './base-headers.ts';

/** Security headers for every dynamic answer; what an answer sets itself stays. */
export const headers =
	(origin: () => URL): Handle =>
	async ({ event, resolve }) => {
		const answer = await resolve(event);
		// The data of a page keeps 200: Kit's client takes any other status for a failed load.
		const hasOwnStatus = event.locals.pageStatus !== undefined && !event.isDataRequest;
		const response =
			hasOwnStatus && answer.status === 200
				? new Response(answer.body, {
						status: event.locals.pageStatus ?? 200,
						headers: answer.headers
					})
				: answer;
		for (const [name, value] of Object.entries(baseHeaders(origin()))) {
			if (!response.headers.has(name)) response.headers.set(name, value);
		}
		if (!response.headers.has('vary')) response.headers.set('vary', 'Cookie');
		response.headers.set('cache-control', 'no-store');
		response.headers.delete('etag');
		return response;
	};
