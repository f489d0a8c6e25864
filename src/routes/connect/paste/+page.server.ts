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
import { secretOf, settleAttempt } from '$lib/server/http/journey.ts';
import type { Actions, PageServerLoad } from './$types';

/** For browsers that cannot come back from Meta by themselves: paste the failed address. */
export const load: PageServerLoad = async (event) => {
	const app = getApp();
	const { origin, instagram } = app.settings;
	const now = Date.now();
	const mine = await attemptsOf(app.db, readAttempts(event.cookies, origin));
	const open = mine.find(({ attempt }) => attempt.consumed_at === null && attempt.expires_at > now);
	return {
		redirectUri: instagram?.redirectUri ?? null,
		attempt: open
			? {
					href: authorizationURL(app, open, {
						scopes: scopeList(open.attempt.scopes),
						sessionHash: open.attempt.session_hash
					}).href,
					minutesLeft: Math.ceil((open.attempt.expires_at - now) / 60_000),
					isSignIn: open.attempt.session_hash === null && open.attempt.may_claim === 0
				}
			: null
	};
};

/** What the paste page itself answers; every other end has its page of cause. */
const STAYS_HERE = new Set(['state_unknown', 'state_foreign', 'state_used', 'state_expired']);

export const actions: Actions = {
	default: async (event) => {
		const app = getApp();
		const { origin, instagram } = app.settings;
		const form = await readForm(event);
		const pasted = form.get('address');
		const answer = readPastedAddress(
			typeof pasted === 'string' ? pasted : '',
			instagram?.redirectUri ?? origin.href
		);
		if (answer.kind === 'mangled') return fail(400, { message: answer.sentence });
		try {
			const finished = await finish(app, {
				answer,
				secretFor: secretOf(event, origin),
				pastedBy: {
					sessionHash: event.locals.session?.hash ?? null,
					mayClaim: await mayClaim(app, readCookie(event.cookies, origin, 'claim'))
				},
				address: clientAddress(event)
			});
			await settleAttempt(event, app, finished);
			redirect(303, finished.path);
		} catch (error) {
			if (!(error instanceof AppError)) throw error;
			if (STAYS_HERE.has(error.code)) return fail(400, { message: error.message });
			redirect(303, `/connect/problem/${error.code}`);
		}
	}
};
