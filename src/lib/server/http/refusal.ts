import type { RequestEvent } from '@sveltejs/kit';
import { AppError } from '../errors.ts';
import { escapeHtml, plainPage } from './plain-page.ts';

/** The body of every error under `/api/`. */
export const errorJson = (error: AppError, requestId: string, headers = {}) =>
	Response.json(
		{ error: { code: error.code, message: error.message, requestId } },
		{
			status: error.status,
			headers: { 'cache-control': 'no-store', ...retryHeaders(error), ...headers }
		}
	);

/** What another site sent, or made a browser send. */
export const notFromHere = () =>
	new AppError(
		'forbidden_origin',
		'This request did not come from a page of this Mooring. Open the page again and repeat it there.'
	);

/** The header that says when to try again, where the error knows. */
export const retryHeaders = ({ retryAfter }: AppError): Record<string, string> =>
	retryAfter === null ? {} : { 'retry-after': String(retryAfter) };

export const isApi = (path: string) => path === '/api' || path.startsWith('/api/');

/**
 * What the rules for paths go by: the route, because an address may be written in many ways
 * (`/%61pi/…`). Where there is no route, the path stands for itself.
 */
export const pathOf = ({ route, url }: Pick<RequestEvent, 'route' | 'url'>) =>
	route.id ?? url.pathname;

/**
 * Answers a request that goes no further: JSON under `/api/`, elsewhere a page of one sentence.
 * @param link where the page leads to
 */
export function refusal(
	event: RequestEvent,
	error: AppError,
	headers: Record<string, string> = {},
	link = '/'
) {
	if (isApi(pathOf(event))) return errorJson(error, event.locals.requestId, headers);
	return plainPage(
		error.status,
		error.code === 'rate_limited' ? 'Too many requests' : 'This request was refused',
		{
			body: `<p>${escapeHtml(error.message)}</p><p><a href="${escapeHtml(link)}">Go to Mooring</a></p>`
		},
		{ ...retryHeaders(error), ...headers }
	);
}
