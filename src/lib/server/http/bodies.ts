import type { Handle } from '@sveltejs/kit';
import { AppError, tooLarge } from '../errors.ts';
import { refusal } from './refusal.ts';

/** What Mooring reads of one request, in bytes; the server in front gives the same number to Kit. */
export const MAX_BODY = 1024 * 1024;

/**
 * Refuses bodies by their headers, before a byte is read: compressed ones, which may be any size once
 * unpacked, and those that say that they are too large. One that does not say it ends in `readForm`.
 */
export const bodies: Handle = ({ event, resolve }) => {
	const { headers } = event.request;
	if (headers.has('content-encoding')) {
		return refusal(
			event,
			new AppError('encoded_body', 'Mooring reads no compressed or otherwise encoded bodies.')
		);
	}
	if (Number(headers.get('content-length') ?? 0) > MAX_BODY) return refusal(event, tooLarge());
	return resolve(event);
};
