import type { Handle } from '@sveltejs/kit';
import { AppError, notFound } from '../errors.ts';
import { refusal } from './refusal.ts';

/** Addresses whose GET does something: link scanners and prefetching browsers must burn nothing. */
const ACTING = new Set([
	'/auth/[provider=provider]/login',
	'/auth/[provider=provider]/callback',
	'/claim/[code]',
	'/sign-in/[code]',
	'/invitation/[code]',
	'/activity/export'
]);

/**
 * A form's action is the parameter that begins with a slash. Kit looks it up in a plain object, so a
 * name like `constructor` would be found, and `default` beside others crashes: both are no action.
 */
function mayNameAction(query: URLSearchParams) {
	const name = [...query.keys()].find((key) => key.startsWith('/'))?.slice(1);
	return name === undefined || (name !== 'default' && !(name in Object.prototype));
}

/** Answers HEAD (405) and prefetching (403) at acting addresses before anything happens there. */
export const getOnly: Handle = ({ event, resolve }) => {
	if (!mayNameAction(event.url.searchParams)) return refusal(event, notFound());
	if (!event.route.id || !ACTING.has(event.route.id)) return resolve(event);
	if (event.request.method !== 'GET') {
		const error = new AppError(
			'method_not_allowed',
			'This address can only be opened in a browser.'
		);
		return refusal(event, error, { allow: 'GET' });
	}
	if (/\bprefetch\b/i.test(event.request.headers.get('sec-purpose') ?? '')) {
		return refusal(
			event,
			new AppError('not_allowed', 'This address is not there to be prefetched.')
		);
	}
	return resolve(event);
};
