import type { Handle } from '@sveltejs/kit';
import { AppError } from '../errors.ts';
import { isOurCookie } from './cookies.ts';
import { refusal } from './refusal.ts';

/** Names of ours that a Cookie header holds more than once. */
export function doubledCookies(header: string | null, origin: URL): string[] {
	const names = (header ?? '')
		.split(';')
		.map((pair) => pair.split('=', 1)[0]?.trim() ?? '')
		.filter((name) => isOurCookie(origin, name));
	return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}

/**
 * Refuses a cookie of ours that arrives twice: a sibling host set the second one, and which of the
 * two counts would be its choice (RFC 6265, section 8.6).
 */
export const oneOfEachCookie =
	(origin: () => URL): Handle =>
	({ event, resolve }) => {
		const header = event.request.headers.get('cookie');
		if (doubledCookies(header, origin()).length === 0) return resolve(event);
		return refusal(
			event,
			new AppError(
				'invalid_request',
				'A cookie of Mooring came twice. Delete the cookies of this site in the browser, and sign in again.'
			)
		);
	};
