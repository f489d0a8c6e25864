import { redirect } from '@sveltejs/kit';
import { DEFAULT_LOGIN } from '$lib/logins.ts';
import { getApp } from '$lib/server/app.ts';
import { mayClaim } from '$lib/server/authorization/start.ts';
import { findInvitation } from '$lib/server/creators/invitations.ts';
import { readCookie } from '$lib/server/http/cookies.ts';
import { configuredLogins } from '$lib/server/settings/login.ts';
import type { PageServerLoad } from './$types';

/** Where a login is chosen, and what Mooring may do; the short way asks for the least. */
export const load: PageServerLoad = async (event) => {
	const app = getApp();
	const claimCode = readCookie(event.cookies, app.settings.origin, 'claim');
	const logins = configuredLogins(app.settings);
	const mayConnect =
		event.locals.session !== null ||
		(await mayClaim(app, claimCode)) ||
		(await isInvited(app, readCookie(event.cookies, app.settings.origin, 'invitation')));
	if (!mayConnect || logins.length === 0) redirect(303, '/');
	const wanted = event.url.searchParams.get('login');
	const login = logins.find((one) => one === wanted) ?? logins[0] ?? DEFAULT_LOGIN;
	return {
		logins,
		login,
		/** A configuration at Meta says what is asked: nothing to choose here. */
		hasConfiguration: (app.settings[login]?.configId ?? null) !== null
	};
};

async function isInvited({ db, clock }: ReturnType<typeof getApp>, code: string | null) {
	return code !== null && (await findInvitation(db, code, clock.now())) !== null;
}
