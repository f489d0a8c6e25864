import { fail, redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { choiceViews } from '$lib/server/connections/choice-view.ts';
import { finishChoice } from '$lib/server/connections/finish-choice.ts';
import { refuseEndedSession, sessionEnded } from '$lib/server/connections/rights.ts';
import { notConfigured } from '$lib/server/connections/start.ts';
import { findWaiting } from '$lib/server/connections/waiting.ts';
import { AppError } from '$lib/server/errors.ts';
import { clientAddress, readForm } from '$lib/server/http/answer.ts';
import { readAttempts } from '$lib/server/http/cookies.ts';
import { settleAttempt } from '$lib/server/http/journey.ts';
import { retryHeaders } from '$lib/server/http/refusal.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** Where accounts of a Facebook sign-in are chosen; the consent waits ten minutes for it. */
export const load: PageServerLoad = async (event) => {
	const app = getApp();
	const { attempt, choices } = await waitingFor(event, app);
	return {
		choices: await choiceViews(app.db, attempt.creator_id, choices),
		minutesLeft: Math.ceil((attempt.expires_at - Date.now()) / 60_000),
		isClaim: attempt.may_claim === 1
	};
};

/** What waits for a choice in this browser; without it the page of cause comes. */
async function waitingFor(event: RequestEvent, app: ReturnType<typeof getApp>) {
	try {
		const waiting = await findWaiting(app, readAttempts(event.cookies, app.settings.origin));
		const { attempt } = waiting;
		await refuseEndedSession(app, attempt);
		const here = event.locals.session?.hash ?? attempt.session_hash;
		if (attempt.session_hash !== null && here !== attempt.session_hash) throw sessionEnded();
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
			const finished = await finishChoice(
				{ ...app, provider: facebookOf(app), address: clientAddress(event) },
				waiting,
				{ accountIds, sessionHash: event.locals.session?.hash ?? null }
			);
			if (!finished) return fail(400, { message: 'Choose at least one account.' });
			await settleAttempt(event, app, 'facebook', finished);
			path = finished.path;
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

function facebookOf({ providers: { facebook } }: ReturnType<typeof getApp>) {
	if (!facebook) throw notConfigured('facebook');
	return facebook;
}
