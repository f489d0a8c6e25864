import type { Handle } from '@sveltejs/kit';
import { AppError, tooLarge } from '../errors.ts';
import { refusal } from './refusal.ts';
import { bodyBounds } from './routes.ts';

/**
 * Refuses bodies by their headers, before a byte is read: compressed ones, which may be any size once
 * unpacked, and those that say that they are larger than their route reads. One that does not say it
 * ends in `readForm`.
 */
export const bodies: Handle = ({ event, resolve }) => {
	const { headers } = event.request;
	if (headers.has('content-encoding')) {
		return refusal(
			event,
			new AppError('encoded_body', 'Mooring reads no compressed or otherwise encoded bodies.')
		);
	}
	const { maxBody } = bodyBounds(event.route.id);
	if (Number(headers.get('content-length') ?? 0) > maxBody) return refusal(event, tooLarge());
	return resolve(event);
};
