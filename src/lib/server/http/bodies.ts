import { AppError, tooLarge } from '../errors.ts';
import { isOurCookie } from './cookies.ts';
import type { Gate } from './gates.ts';
import { refusal } from './refusal.ts';
import { bodyBounds } from './routes.ts';

/**
 * Refuses bodies by their headers, before a byte is read: compressed ones, which may be any size once
 * unpacked, and those that say that they are larger than their route reads. One that does not say it
 * ends in `readForm`.
 */
export const bodies: Gate = (event) => {
	const { headers } = event.request;
	if (headers.has('content-encoding')) {
		return refusal(
			event,
			new AppError('encoded_body', 'Mooring reads no compressed or otherwise encoded bodies.')
		);
	}
	const { maxBody } = bodyBounds(event.route.id);
	if (Number(headers.get('content-length') ?? 0) > maxBody) return refusal(event, tooLarge());
	return null;
};

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
	(origin: () => URL): Gate =>
	(event) => {
		const header = event.request.headers.get('cookie');
		if (doubledCookies(header, origin()).length === 0) return null;
		return refusal(
			event,
			new AppError(
				'invalid_request',
				'A cookie of Mooring came twice. Delete the cookies of this site in the browser, and sign in again.'
			)
		);
	};
