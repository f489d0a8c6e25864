import type { Handle } from '@sveltejs/kit';
import type { App } from '../app.ts';
import { writeSession } from './cookies.ts';
import { findSession } from './find-session.ts';

/** Finds out who is signed in, and writes the cookie again where Lucia extended the session. */
export const session =
	(app: () => App): Handle =>
	async ({ event, resolve }) => {
		const { settings } = app();
		const found = await findSession(event, app());
		event.locals.session = found && {
			creatorId: found.creatorId,
			hash: found.hash,
			reauthenticatedAt: found.reauthenticatedAt
		};
		if (found?.renewed) writeSession(event.cookies, settings.origin, found.renewed);
		return resolve(event);
	};
