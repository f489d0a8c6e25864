import { error, redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { audit } from '$lib/server/audit/audit-log.ts';
import { useSignInLink } from '$lib/server/creators/sign-in-link.ts';
import { clientAddress } from '$lib/server/http/answer.ts';
import { writeSession } from '$lib/server/http/cookies.ts';
import type { PageServerLoad } from './$types';

// A slash too many must not be answered with 308: that would repeat what the address holds.
export const trailingSlash = 'ignore';

/** Spends a one-time sign-in link; works while locked and without any identity. */
export const load: PageServerLoad = async (event) => {
	const app = getApp();
	const now = Date.now();
	const creatorId = await useSignInLink(app.db, event.params.code, now);
	if (creatorId === null) {
		error(404, {
			code: 'not_found',
			message:
				'This sign-in link was used or is older than ten minutes. Make a new one with `npm run mooring -- sign-in-link`.',
			requestId: event.locals.requestId
		});
	}
	writeSession(event.cookies, app.settings.origin, await app.sessions.begin(creatorId));
	await audit(app.db, {
		kind: 'signed_in',
		at: now,
		creatorId,
		detail: { by: 'link' },
		address: clientAddress(event)
	});
	redirect(303, '/');
};
