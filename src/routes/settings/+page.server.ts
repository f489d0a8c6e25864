import { redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { audit } from '$lib/server/audit/audit-log.ts';
import { clientAddress } from '$lib/server/http/answer.ts';
import { dropCookie } from '$lib/server/http/cookies.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (!event.locals.session) redirect(303, '/');
	return { sessionsCount: await getApp().sessions.count(event.locals.session.creatorId) };
};

export const actions: Actions = {
	/** Ends every session of this creator, this one too. */
	everywhere: async (event) => {
		const { db, sessions, settings } = getApp();
		if (!event.locals.session) redirect(303, '/');
		const { creatorId } = event.locals.session;
		await sessions.endAll(creatorId);
		dropCookie(event.cookies, settings.origin, 'session');
		await audit(db, {
			kind: 'signed_out',
			at: Date.now(),
			creatorId,
			detail: { everywhere: true },
			address: clientAddress(event)
		});
		redirect(303, '/');
	}
};
