import { redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { startAttempt } from '$lib/server/connections/attempts.ts';
import { authorizationURL, prepareAttempt } from '$lib/server/connections/start.ts';
import { page } from '$lib/server/http/answer.ts';
import { readCookie, writeAttempt } from '$lib/server/http/cookies.ts';
import { isOurClick } from '$lib/server/http/our-click.ts';
import type { PageServerLoad } from './$types';

// A slash too many must not be answered with 308: that would repeat what the address holds.
export const trailingSlash = 'ignore';

/** Starts an attempt and goes to Meta; a start from elsewhere shows a page with a link instead. */
export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const app = getApp();
		const { origin } = app.settings;
		const { searchParams } = event.url;
		const attempt = await prepareAttempt(app, {
			scopes: searchParams.get('scopes'),
			connectionId: searchParams.get('connection'),
			session: event.locals.session,
			claimCode: readCookie(event.cookies, origin, 'claim')
		});
		if (!isOurClick(event.request.headers, origin)) {
			return { href: event.url.pathname + event.url.search };
		}
		const half = await startAttempt(app.db, attempt, Date.now());
		writeAttempt(event.cookies, origin, half);
		if (app.settings.instagram?.redirectIsOnOrigin === false) redirect(303, '/connect/paste');
		redirect(303, authorizationURL(app, half, attempt));
	});
