import type { Handle } from '@sveltejs/kit';
import type { App } from '../app.ts';
import { readCookie, writeSession } from './cookies.ts';

/** Finds out who is signed in, and writes the cookie again where Lucia extended the session. */
export const session =
	(app: () => App): Handle =>
	async ({ event, resolve }) => {
		const { sessions, settings } = app();
		const value = readCookie(event.cookies, settings.origin, 'session');
		const found = value === null ? null : await sessions.read(value);
		event.locals.session = found && { creatorId: found.creatorId, hash: found.hash };
		if (found?.renewed) writeSession(event.cookies, settings.origin, found.renewed);
		return resolve(event);
	};
