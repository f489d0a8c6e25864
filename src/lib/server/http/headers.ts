import type { Handle } from '@sveltejs/kit';
import { AppError } from '../errors.ts';
import { baseHeaders } from './base-headers.ts';
import { isApi, pathOf, refusal } from './refusal.ts';

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
		for (const [name, value] of Object.entries(baseHeaders(origin()))) {
			if (!response.headers.has(name)) response.headers.set(name, value);
		}
		if (!response.headers.has('vary')) response.headers.set('vary', 'Cookie');
		response.headers.set('cache-control', 'no-store');
		response.headers.delete('etag');
		return response;
	};

const noSuchMethod = () => new AppError('method_not_allowed', 'This address has no such method.');
