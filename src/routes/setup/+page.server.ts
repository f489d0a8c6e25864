import { error, redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { maySetUp } from '$lib/server/http/may-set-up.ts';
import type { PageServerLoad } from './$types';

/** How to set up the Meta app, for who may: the owner, or the holder of the claim link. */
export const load: PageServerLoad = async (event) => {
	const app = getApp();
	if (!(await maySetUp(event, app))) {
		if (!event.locals.session) redirect(303, '/');
		error(403, {
			code: 'not_allowed',
			message: 'Only the owner of this instance sees its setup.',
			requestId: event.locals.requestId
		});
	}
	const { origin, instagram } = app.settings;
	return {
		origin: origin.origin,
		redirectUri: instagram?.redirectUri ?? new URL('/auth/instagram/callback', origin).href,
		redirectIsOnOrigin: instagram?.redirectIsOnOrigin ?? true,
		configured: instagram !== null,
		missing: instagram ? [] : ['INSTAGRAM_CLIENT_ID', 'INSTAGRAM_CLIENT_SECRET']
	};
};
