import type { Handle } from '@sveltejs/kit';
import { AppError } from '../errors.ts';
import { refusal } from './refusal.ts';

/** Addresses whose GET does something: link scanners and prefetching browsers must burn nothing. */
const ACTING = new Set([
	'/auth/instagram/login',
	'/auth/instagram/callback',
	'/claim/[code]',
	'/sign-in/[code]'
]);

/** Answers HEAD (405) and prefetching (403) at acting addresses before anything happens there. */
export const getOnly: Handle = ({ event, resolve }) => {
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
