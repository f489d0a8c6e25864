import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { getApp } from '$lib/server/app.ts';
import { attemptsOf } from '$lib/server/authorization/attempts.ts';
import { scopeList } from '$lib/server/connections/connect.ts';
import { isErrorCode } from '$lib/server/errors.ts';
import { readAttempts } from '$lib/server/http/cookies.ts';
import { maySetUp } from '$lib/server/http/may-set-up.ts';
import { problemPage, readFound } from '$lib/server/problems/problem-page.ts';
import { configuredLogins, endsByPaste } from '$lib/server/settings/login.ts';

/** Why an attempt failed; what is known of it is found by the transaction cookie. */
export const load: PageServerLoad = async (event) => {
	const app = getApp();
	const { code } = event.params;
	const mine = await attemptsOf(app.db, readAttempts(event.cookies, app.settings.origin));
	const ended = mine.find(({ attempt }) => attempt.problem === code)?.attempt;
	const mayMend = await maySetUp(event, app);
	const shown = isErrorCode(code)
		? problemPage(
				code,
				ended
					? {
							provider: ended.provider,
							confirms: ended.confirms,
							isSignIn:
								ended.sessionHash === null && !ended.mayClaim && ended.invitationHash === null,
							metaSaid: ended.metaSaid,
							expected: ended.accountExpected,
							arrived: ended.accountArrived,
							connectionId: ended.connectionId,
							scopes: scopeList(ended.scopes),
							...readFound(ended.found)
						}
					: null,
				{
					isPasted: configuredLogins(app.settings).some((login) =>
						endsByPaste(app.settings, login)
					),
					maySetUp: mayMend
				}
			)
		: null;
	if (!shown) {
		error(404, {
			code: 'not_found',
			message: 'There is no such page.',
			requestId: event.locals.requestId
		});
	}
	event.locals.pageStatus = shown.status;
	return { ...shown, setupHref: mayMend ? '/setup' : null };
};
