import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { seconds } from '$lib/server/clock.ts';
import { maySetUp } from '$lib/server/http/may-set-up.ts';
import { metaNetwork } from '$lib/server/setup/network.ts';
import { readChecks } from '$lib/server/setup/read-checks.ts';

/** How long a page waits for Meta's hosts; what comes later counts at the next look. */
const PATIENCE_MS = seconds(2);

const network = metaNetwork();

/** The app, for who may see its setup: the owner, or the holder of the claim link. */
export async function visitSetup(event: RequestEvent) {
	const app = getApp();
	if (await maySetUp(event, app)) return app;
	if (!event.locals.session) redirect(303, '/');
	error(403, {
		code: 'not_allowed',
		message: 'Only the owner of this Mooring sees its setup.',
		requestId: event.locals.requestId
	});
}

/** The checks as they stand, by the headers of this very request. */
export const checksFor = (event: RequestEvent) => {
	const app = getApp();
	return readChecks({
		settings: app.settings,
		dotEnv: '.env',
		app,
		network,
		patienceMs: PATIENCE_MS,
		headers: event.request.headers,
		now: Date.now
	});
};

/** The next look asks Meta's hosts anew. */
export const forgetAnswers = () => network.forget();
