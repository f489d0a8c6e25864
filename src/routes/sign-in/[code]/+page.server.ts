import { error, redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { audit } from '$lib/server/audit/audit-log.ts';
import { isSignInLink, useSignInLink } from '$lib/server/creators/sign-in-link.ts';
import { clientAddress } from '$lib/server/http/answer.ts';
import { isNavigation } from '$lib/server/http/resource-isolation.ts';
import { startSession } from '$lib/server/http/attempt-cookies.ts';
import { endSession } from '$lib/server/sessions/session-list.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

// A slash too many must not be answered with 308: that would repeat what the address holds.
export const trailingSlash = 'ignore';

/**
 * A navigation spends the link at once. What says nothing of itself may be a link scanner, so it gets
 * a page whose button spends it; what says that it is no navigation has been refused before.
 */
export const load: PageServerLoad = async (event) => {
	const mayAsk = await isSignInLink(getApp().db, event.params.code, Date.now());
	if (!mayAsk || isNavigation(event.request.headers)) await signIn(event);
	return {};
};

export const actions: Actions = { default: signIn };

/**
 * Spends a one-time sign-in link; works while locked and without any identity. Who can print one
 * sits at the machine, so the session begins as a proof of who it is.
 */
async function signIn(event: RequestEvent) {
	const app = getApp();
	const now = Date.now();
	const creatorId = await useSignInLink(app.db, event.params.code, now);
	if (creatorId === null) {
		await audit(app.db, {
			kind: 'sign_in_refused',
			at: app.clock.now(),
			detail: { why: 'not_found' },
			address: clientAddress(event)
		});
		error(404, {
			code: 'not_found',
			message:
				'This sign-in link was used or is older than ten minutes. Make a new one with `npm run mooring -- sign-in-link`.',
			requestId: event.locals.requestId
		});
	}
	// The cookie of the session before is overwritten: nobody could end that one any more.
	const { session } = event.locals;
	if (session) await endSession(app.db, session.creatorId, session.hash);
	await startSession(event, app, creatorId, 'link');
	await audit(app.db, {
		kind: 'signed_in',
		at: app.clock.now(),
		creatorId,
		detail: { by: 'link' },
		address: clientAddress(event)
	});
	redirect(303, '/');
}
