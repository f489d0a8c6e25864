import { redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { attemptsOf, startAttempt } from '$lib/server/authorization/attempts.ts';
import { authorizationURL, prepareAttempt } from '$lib/server/authorization/start.ts';
import { page } from '$lib/server/http/answer.ts';
import { addressAtOrigin, cameByHttp } from '$lib/server/http/by-http.ts';
import { readAttempts, readCookie } from '$lib/server/http/cookies.ts';
import { keepAttempt, networkOf } from '$lib/server/http/attempt-cookies.ts';
import { isOurClick } from '$lib/server/http/csrf.ts';
import { pageAfterProof } from '$lib/server/proof-pages.ts';
import { endsByPaste } from '$lib/server/settings/login.ts';
import type { PageServerLoad } from './$types';

// A slash too many must not be answered with 308: that would repeat what the address holds.
export const trailingSlash = 'ignore';

/** Starts an attempt and goes to Meta; a start from elsewhere shows a page with a link instead. */
export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const app = getApp();
		const { origin } = app.settings;
		const { searchParams } = event.url;
		const { provider } = event.params;
		const { session } = event.locals;
		const { headers } = event.request;
		const question = { provider, href: addressAtOrigin(event.url, headers, origin) };
		// No cookie would be kept, so nothing that begins here could end.
		if (cameByHttp(headers, origin)) return { ...question, isByHttp: true };
		const invitationCode = readCookie(event.cookies, origin, 'invitation');
		// The invitation may have been opened from elsewhere, when nothing said who is signed in.
		if (session && invitationCode !== null && searchParams.has('accept')) {
			redirect(303, `/invitation/${encodeURIComponent(invitationCode)}`);
		}
		const attempt = await prepareAttempt(app, {
			provider,
			// A form with checkboxes sends one `scopes` for each.
			scopes: searchParams.getAll('scopes').join(','),
			connectionId: searchParams.get('connection'),
			session,
			claimCode: readCookie(event.cookies, origin, 'claim'),
			invitationCode,
			declinedBefore: (await attemptsOf(app.db, readAttempts(event.cookies, origin))).flatMap(
				({ attempt: { found } }) =>
					found === null ? [] : (JSON.parse(found) as { declined: string[] }).declined
			),
			confirms: searchParams.has('confirm') ? pageAfterProof(searchParams.get('confirm')) : null,
			network: networkOf(event)
		});
		if (!isOurClick(headers, origin)) return { ...question, isByHttp: false };
		const half = await startAttempt(app.db, attempt, Date.now());
		await keepAttempt(event, app, half);
		if (endsByPaste(app.settings, provider)) redirect(303, '/connect/paste');
		redirect(303, authorizationURL(app, half, attempt));
	});
