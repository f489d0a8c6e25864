import { getApp } from '$lib/server/app.ts';
import { noteUnknownCallback } from '$lib/server/audit/unknown-callbacks.ts';
import { finish } from '$lib/server/connections/finish.ts';
import { AppError } from '$lib/server/errors.ts';
import { clientAddress } from '$lib/server/http/answer.ts';
import { bounceTo } from '$lib/server/http/arrival.ts';
import { secretOf, settleAttempt } from '$lib/server/http/journey.ts';
import { readCallback } from '$lib/server/meta/callback.ts';
import type { RequestHandler } from './$types';

// Meta's dashboard may add a slash, and a 308 would repeat the code in another address.
export const trailingSlash = 'ignore';

/** Where Meta sends the browser back: ends the attempt, and goes on without the code. */
export const GET: RequestHandler = async (event) => {
	const app = getApp();
	const { provider } = event.params;
	try {
		const finished = await finish(app, {
			provider,
			answer: readCallback(event.url.searchParams),
			secretFor: secretOf(event, app.settings.origin),
			pastedBy: null,
			address: clientAddress(event)
		});
		await settleAttempt(event, app, provider, finished);
		return finished.isWaiting ? goOn(finished.path) : bounceTo(finished.path);
	} catch (error) {
		// Whatever happened, the code does not stay in the address bar.
		if (!(error instanceof AppError)) event.locals.report(error);
		else if (error.code === 'state_unknown') {
			const arrival = { at: app.clock.now(), address: clientAddress(event) };
			await noteUnknownCallback(app.db, arrival).catch(event.locals.report);
		}
		return goOn(`/connect/problem/${error instanceof AppError ? error.code : 'internal'}`);
	}
};

const goOn = (location: string) =>
	new Response(null, {
		status: 303,
		headers: { location, 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' }
	});
