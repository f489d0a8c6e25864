import { redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { audit } from '$lib/server/audit/audit-log.ts';
import { clientAddress } from '$lib/server/http/answer.ts';
import { dropCookie, readCookie } from '$lib/server/http/cookies.ts';
import type { RequestHandler } from './$types';

/** Ends this session on the server and forgets its cookie. */
export const POST: RequestHandler = async (event) => {
	const { db, clock, sessions, settings } = getApp();
	const value = readCookie(event.cookies, settings.origin, 'session');
	if (value !== null) await sessions.end(value);
	dropCookie(event.cookies, settings.origin, 'session');
	if (event.locals.session) {
		await audit(db, {
			kind: 'signed_out',
			at: clock.now(),
			creatorId: event.locals.session.creatorId,
			address: clientAddress(event)
		});
	}
	redirect(303, '/');
};
