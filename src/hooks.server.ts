import { sequence } from '@sveltejs/kit/hooks';
import type { HandleServerError, ServerInit } from '@sveltejs/kit';
import { building } from '$app/environment';
import { getApp, startApp } from '$lib/server/app.ts';
import { internal } from '$lib/server/errors.ts';
import { bodies, oneOfEachCookie } from '$lib/server/http/bodies.ts';
import { byHttp } from '$lib/server/http/by-http.ts';
import { readCookie } from '$lib/server/http/cookies.ts';
import { csrf } from '$lib/server/http/csrf.ts';
import { gates } from '$lib/server/http/gates.ts';
import { openFront } from '$lib/server/http/front.ts';
import { guard } from '$lib/server/http/guard.ts';
import { formAction, headers } from '$lib/server/http/headers.ts';
import { hostCheck } from '$lib/server/http/host.ts';
import { kitNames } from '$lib/server/http/kit-names.ts';
import { limits } from '$lib/server/http/limits.ts';
import { lookAhead } from '$lib/server/http/look-ahead.ts';
import { guessesClaim, isOwner, maySetUp } from '$lib/server/http/may-set-up.ts';
import { methods } from '$lib/server/http/methods.ts';
import { plainForms } from '$lib/server/http/plain-forms.ts';
import { byWorld, keysNotHere } from '$lib/server/http/programs.ts';
import { requestLevel, requestLog } from '$lib/server/http/request-log.ts';
import { resourceIsolation } from '$lib/server/http/resource-isolation.ts';
import { sameSiteBounce } from '$lib/server/http/same-site-bounce.ts';
import { findSession, session } from '$lib/server/http/sessions.ts';
import { unnamedProxy } from '$lib/server/http/unnamed-proxy.ts';
import { readSettings } from '$lib/server/settings/settings.ts';

export const init: ServerInit = async () => {
	if (building) return;
	const app = await startApp(readSettings(process.env));
	openFront(app, requestLevel(app.settings, process.stdout.isTTY));
};

const origin = () => getApp().settings.origin;

/** What stands before every page and form. */
const forBrowsers = sequence(
	formAction(() => getApp().settings.meta),
	gates(
		hostCheck(getApp),
		keysNotHere,
		unnamedProxy(getApp),
		byHttp(origin),
		resourceIsolation,
		bodies,
		oneOfEachCookie(origin),
		csrf(origin),
		methods,
		lookAhead,
		plainForms,
		limits({
			sessionHash: async (event) => (await findSession(event, getApp()))?.hash ?? null,
			isGuess: (event) => guessesClaim(event, getApp()),
			now: Date.now
		}),
		kitNames,
		sameSiteBounce((event) => readCookie(event.cookies, origin(), 'session') !== null),
		session(getApp)
	),
	guard({
		owner: (event) => isOwner(event, getApp()),
		setup: (event) => maySetUp(event, getApp())
	})
);

export const handle = sequence(
	requestLog(getApp, () => requestLevel(getApp().settings, process.stdout.isTTY)),
	headers(origin),
	byWorld(getApp, forBrowsers)
);

export const handleError: HandleServerError = ({ error, event, status, message }) => {
	const { requestId } = event.locals;
	if (status === 404) return { code: 'not_found', message: 'There is no such page.', requestId };
	if (status < 500) return { code: 'invalid_request', message, requestId };
	event.locals.report(error);
	const { code, message: sentence } = internal();
	return { code, message: sentence, requestId };
};
