import { getApp } from '$lib/server/app.ts';
import { noteUnknownCallback } from '$lib/server/audit/unknown-callbacks.ts';
import { finishAttempt } from '$lib/server/authorization/callback.ts';
import { AppError } from '$lib/server/errors.ts';
import { clientAddress } from '$lib/server/http/answer.ts';
import { bounceTo } from '$lib/server/http/same-site-bounce.ts';
import { secretOf, settleAttempt } from '$lib/server/http/attempt-cookies.ts';
import { readCallback } from '$lib/server/meta/callback.ts';
import type { RequestHandler } from './$types';

// Meta's dashboard may add a slash, and a 308 would repeat the code in another address.
export const trailingSlash = 'ignore';

/** Where Meta sends the browser back: ends the attempt, and goes on without the code. */
export const GET: RequestHandler = async (event) => {
	const app = getApp();
	const { provider } = event.params;
	try {
		const outcome = await finishAttempt(app, {
			provider,
			answer: readCallback(event.url.searchParams),
			secretFor: secretOf(event, app.settings.origin),
			pastedBy: null,
			address: clientAddress(event)
		});
		await settleAttempt(event, app, provider, outcome);
		return outcome.isWaiting ? goOn(outcome.path) : bounceTo(outcome.path);
	} catch (error) {
		// Whatever happened, the code does not stay in the address bar.
		if (!(error instanceof AppError)) event.locals.report(error);
		else if (error.code === 'state_unknown') {
			const received = { at: app.clock.now(), address: clientAddress(event) };
			await noteUnknownCallback(app.db, received).catch(event.locals.report);
		}
		return goOn(`/connect/problem/${error instanceof AppError ? error.code : 'internal'}`);
	}
};

const goOn = (location: string) =>
	new Response(null, {
		status: 303,
		headers: { location, 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' }
	});
