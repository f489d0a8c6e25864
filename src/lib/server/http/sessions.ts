import type { RequestEvent } from '@sveltejs/kit';
import type { App } from '../app.ts';
import { readCookie, writeSession } from './cookies.ts';
import type { Gate } from './gates.ts';

/** Finds out who is signed in, and writes the cookie again where Lucia extended the session. */
export const session =
	(app: () => App): Gate =>
	async (event) => {
		const { settings } = app();
		const found = await findSession(event, app());
		event.locals.session = found && {
			creatorId: found.creatorId,
			hash: found.hash,
			reauthenticatedAt: found.reauthenticatedAt,
			provedBy: found.provedBy
		};
		if (found?.renewed) writeSession(event.cookies, settings.origin, found.renewed);
		return null;
	};

type Found = ReturnType<App['sessions']['read']>;

/** By the `locals` of a request, which all its handles share. */
const asked = new WeakMap<object, Found>();

/**
 * Whose session this request brings. Asked once a request: reading a session may extend it, and only
 * the first reader is told.
 */
export function findSession(event: RequestEvent, { sessions, settings }: App): Found {
	const known = asked.get(event.locals);
	if (known) return known;
	const value = readCookie(event.cookies, settings.origin, 'session');
	const found: Found = value === null ? Promise.resolve(null) : sessions.read(value);
	asked.set(event.locals, found);
	return found;
}
