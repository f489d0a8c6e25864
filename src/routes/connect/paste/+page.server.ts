import { fail, redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { attemptsOf } from '$lib/server/connections/attempts.ts';
import { scopeList } from '$lib/server/connections/connect.ts';
import { finish } from '$lib/server/connections/finish.ts';
import { readPastedAddress } from '$lib/server/connections/pasted-address.ts';
import { authorizationURL, mayClaim } from '$lib/server/connections/start.ts';
import { AppError } from '$lib/server/errors.ts';
import { clientAddress, readForm } from '$lib/server/http/answer.ts';
import { readAttempts, readCookie } from '$lib/server/http/cookies.ts';
import { invitationHashOf, secretOf, settleAttempt } from '$lib/server/http/journey.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** For browsers that cannot come back from Meta by themselves: paste the failed address. */
export const load: PageServerLoad = async (event) => {
	const app = getApp();
	const now = Date.now();
	const open = await openAttempt(event, app, now);
	if (!open || !app.providers[open.attempt.provider]) return { attempt: null };
	const { attempt } = open;
	return {
		attempt: {
			provider: attempt.provider,
			redirectUri: app.settings[attempt.provider]?.redirectUri ?? '',
			href: authorizationURL(app, open, {
				provider: attempt.provider,
				scopes: scopeList(attempt.scopes),
				askAgain: attempt.ask_again
			}).href,
			minutesLeft: Math.ceil((attempt.expires_at - now) / 60_000),
			isSignIn:
				attempt.confirms !== null ||
				(attempt.session_hash === null &&
					attempt.may_claim === 0 &&
					attempt.invitation_hash === null)
		}
	};
};

/** The latest attempt of this browser that waits for its answer. */
async function openAttempt(event: RequestEvent, app: ReturnType<typeof getApp>, now: number) {
	const mine = await attemptsOf(app.db, readAttempts(event.cookies, app.settings.origin));
	return mine.find(({ attempt }) => attempt.consumed_at === null && attempt.expires_at > now);
}

/** What the paste page itself answers; every other end has its page of cause. */
const STAYS_HERE = new Set(['state_unknown', 'state_foreign', 'state_used', 'state_expired']);

const NOTHING_OPEN =
	'Nothing was started in this browser in the last ten minutes, or it is finished already. Look at your connections, and connect again there.';

export const actions: Actions = {
	default: async (event) => {
		const app = getApp();
		const { origin, instagram, facebook } = app.settings;
		// Nothing is read of who waits for nothing.
		if (!(await openAttempt(event, app, Date.now()))) return fail(400, { message: NOTHING_OPEN });
		const form = await readForm(event);
		const pasted = form.get('address');
		const { provider, answer } = readPastedAddress(typeof pasted === 'string' ? pasted : '', {
			...(instagram ? { instagram: instagram.redirectUri } : {}),
			...(facebook ? { facebook: facebook.redirectUri } : {})
		});
		if (answer.kind === 'mangled') return fail(400, { message: answer.sentence });
		let path: string;
		try {
			const finished = await finish(app, {
				provider,
				answer,
				secretFor: secretOf(event, origin),
				pastedBy: {
					sessionHash: event.locals.session?.hash ?? null,
					mayClaim: await mayClaim(app, readCookie(event.cookies, origin, 'claim')),
					invitationHash: invitationHashOf(event, origin)
				},
				address: clientAddress(event)
			});
			await settleAttempt(event, app, provider, finished);
			path = finished.path;
		} catch (error) {
			if (!(error instanceof AppError)) event.locals.report(error);
			const code = error instanceof AppError ? error.code : 'internal';
			if (error instanceof AppError && STAYS_HERE.has(code)) {
				return fail(400, { message: error.message });
			}
			path = `/connect/problem/${code}`;
		}
		redirect(303, path);
	}
};
