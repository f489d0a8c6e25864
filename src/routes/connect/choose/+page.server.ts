import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad, RequestEvent } from './$types';
import type { ProviderId } from '$lib/logins.ts';
import { getApp } from '$lib/server/app.ts';
import {
	choiceViews,
	findWaiting,
	finishChoice
} from '$lib/server/authorization/choose-accounts.ts';
import { refuseEndedSession, sessionEnded } from '$lib/server/authorization/session-check.ts';
import { notConfigured } from '$lib/server/authorization/start.ts';
import { AppError } from '$lib/server/errors.ts';
import { clientAddress, readForm } from '$lib/server/http/answer.ts';
import { settleAttempt } from '$lib/server/http/attempt-cookies.ts';
import { readAttempts } from '$lib/server/http/cookies.ts';
import { retryHeaders } from '$lib/server/http/refusal.ts';
import { bringsSeveral } from '$lib/server/meta/provider.ts';

/** Where accounts of a person's sign-in are chosen; the consent waits ten minutes for it. */
export const load: PageServerLoad = async (event) => {
	const app = getApp();
	// Opened without a sign-in, or once more after the choice.
	if (readAttempts(event.cookies, app.settings.origin).length === 0) {
		redirect(303, '/connect/problem/nothing_to_choose');
	}
	const { attempt, choices } = await waitingFor(event, app);
	return {
		choices: await choiceViews(app.db, attempt, choices),
		login: attempt.provider,
		minutesLeft: Math.ceil((attempt.expiresAt - Date.now()) / 60_000),
		isClaim: attempt.mayClaim === 1
	};
};

/** What waits for a choice in this browser; without it the page of cause comes. */
async function waitingFor(event: RequestEvent, app: ReturnType<typeof getApp>) {
	try {
		const waiting = await findWaiting(app, readAttempts(event.cookies, app.settings.origin));
		const { attempt } = waiting;
		await refuseEndedSession(app, attempt);
		const here = event.locals.session?.hash ?? attempt.sessionHash;
		if (attempt.sessionHash !== null && here !== attempt.sessionHash) throw sessionEnded();
		return waiting;
	} catch (error) {
		if (error instanceof AppError) redirect(303, `/connect/problem/${error.code}`);
		throw error;
	}
}

export const actions: Actions = {
	default: async (event) => {
		const app = getApp();
		const waiting = await waitingFor(event, app);
		const form = await readForm(event);
		const accountIds = form.getAll('account').filter((id) => typeof id === 'string');
		let path: string;
		try {
			const login = waiting.attempt.provider;
			const outcome = await finishChoice(
				{ ...app, provider: providerOf(app, login), address: clientAddress(event) },
				waiting,
				{ accountIds, sessionHash: event.locals.session?.hash ?? null }
			);
			if (!outcome) return fail(400, { message: 'Choose at least one account.' });
			await settleAttempt(event, app, login, outcome);
			path = outcome.path;
		} catch (error) {
			if (!(error instanceof AppError)) {
				event.locals.report(error);
				redirect(303, '/connect/problem/internal');
			}
			if (error.code === 'rate_limited') {
				event.setHeaders(retryHeaders(error));
				return fail(error.status, { message: error.message });
			}
			if (error.code.startsWith('meta_')) {
				const cure = error.code === 'meta_refused' ? '' : ' Wait a minute, then press again.';
				return fail(error.status, { message: `${error.message}${cure}` });
			}
			path = `/connect/problem/${error.code}`;
		}
		redirect(303, path);
	}
};

function providerOf({ providers }: ReturnType<typeof getApp>, login: ProviderId) {
	const provider = providers[login];
	if (!provider || !bringsSeveral(provider)) throw notConfigured(login);
	return provider;
}
