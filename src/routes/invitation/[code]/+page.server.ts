import { error } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { findInvitation } from '$lib/server/creators/invitations.ts';
import { writeInvitation } from '$lib/server/http/cookies.ts';
import { configuredLogins } from '$lib/server/settings/login.ts';
import type { PageServerLoad } from './$types';

// A slash too many must not be answered with 308: that would repeat what the address holds.
export const trailingSlash = 'ignore';

/** Remembers an open invitation in a cookie; it is spent only by the login that accepts it. */
export const load: PageServerLoad = async (event) => {
	const { db, clock, settings, vault } = getApp();
	const { code } = event.params;
	const now = clock.now();
	const invitation = await findInvitation(db, code, now);
	if (!invitation) {
		error(404, {
			code: 'not_found',
			message:
				'This invitation does not work: each works once, for seven days, and can be taken back. Ask who sent it for a new one.',
			requestId: event.locals.requestId
		});
	}
	const isSignedIn = event.locals.session !== null;
	if (!isSignedIn) {
		writeInvitation(event.cookies, settings.origin, code, (invitation.expiresAt - now) / 1000);
	}
	return { isSignedIn, logins: configuredLogins(settings), isLocked: vault.isLocked };
};
