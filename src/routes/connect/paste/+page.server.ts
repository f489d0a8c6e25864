import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad, RequestEvent } from './$types';
import { getApp } from '$lib/server/app.ts';
import { attemptsOf } from '$lib/server/authorization/attempts.ts';
import { finishAttempt } from '$lib/server/authorization/callback.ts';
import { readPastedAddress } from '$lib/server/authorization/pasted-address.ts';
import { authorizationURL, mayClaim } from '$lib/server/authorization/start.ts';
import { scopeList } from '$lib/server/connections/connect.ts';
import { AppError } from '$lib/server/errors.ts';
import { clientAddress, readForm } from '$lib/server/http/answer.ts';
import { invitationHashOf, secretOf, settleAttempt } from '$lib/server/http/attempt-cookies.ts';
import { readAttempts, readCookie } from '$lib/server/http/cookies.ts';
import { configuredApps } from '$lib/server/settings/login.ts';

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
				askAgain: attempt.askAgain
			}).href,
			minutesLeft: Math.ceil((attempt.expiresAt - now) / 60_000),
			isSignIn:
				attempt.confirms !== null ||
				(attempt.sessionHash === null && attempt.mayClaim === 0 && attempt.invitationHash === null)
		}
	};
};

/** The latest attempt of this browser that waits for its answer. */
async function openAttempt(event: RequestEvent, app: ReturnType<typeof getApp>, now: number) {
	const mine = await attemptsOf(app.db, readAttempts(event.cookies, app.settings.origin));
	return mine.find(({ attempt }) => attempt.consumedAt === null && attempt.expiresAt > now);
}

/** What the paste page itself answers; every other end has its page of cause. */
const STAYS_HERE = new Set(['state_unknown', 'state_foreign', 'state_used', 'state_expired']);

const NOTHING_OPEN =
	'Nothing was started in this browser in the last ten minutes, or it is finished already. Look at your connections, and connect again there.';

export const actions: Actions = {
	default: async (event) => {
		const app = getApp();
		const { origin } = app.settings;
		// Nothing is read of who waits for nothing.
		if (!(await openAttempt(event, app, Date.now()))) return fail(400, { message: NOTHING_OPEN });
		const form = await readForm(event);
		const pasted = form.get('address');
		const { provider, answer } = readPastedAddress(
			typeof pasted === 'string' ? pasted : '',
			Object.fromEntries(configuredApps(app.settings).map(({ id, app }) => [id, app.redirectUri]))
		);
		if (answer.kind === 'mangled') return fail(400, { message: answer.sentence });
		let path: string;
		try {
			const outcome = await finishAttempt(app, {
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
			await settleAttempt(event, app, provider, outcome);
			path = outcome.path;
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
