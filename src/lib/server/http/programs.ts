import type { Handle, RequestEvent } from '@sveltejs/kit';
import type { App } from '../app.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { clientAddress } from './answer.ts';
import { clientKey } from './client-key.ts';
import { rateWindows } from '../rate-windows.ts';
import { programError } from './program-error.ts';
import { askedOf, keyShown, originAsked, TARGET } from './worlds.ts';

/** Calls of one address, a minute, that bring no key that opens anything. */
const FAILURES_A_MINUTE = 300;
const failures = rateWindows();

/** What stands in the request line; without our server in front, as in development, what Kit read. */
export function targetOf({ platform, url }: RequestEvent): string {
	const raw: unknown = platform && Reflect.get(platform.req, TARGET);
	if (typeof raw === 'string') return raw;
	return platform ? '' : url.pathname + url.search;
}

/**
 * Sends what a program or a website asks for through its own door, past everything that is for our
 * pages: no cookie is read or set, and no page of ours is behind it.
 */
export const byWorld =
	(app: () => App, forBrowsers: Handle): Handle =>
	async (input) => {
		const { event, resolve } = input;
		const asked = askedOf(targetOf(event));
		if (asked === null) return forBrowsers(input);
		event.locals.asked = asked;
		if (asked.world === 'feed') return resolve(event);
		return answerProgram(event, async () => {
			const origin = originAsked(event.request.headers.get('host') ?? undefined, app().settings);
			if (origin === null) throw wrongHost(app().settings.origin);
			event.locals.originAsked = origin;
			refuseBrowsers(event.request.headers);
			return resolve(event);
		});
	};

/** Runs what answers a program; refusals become errors in the shape of its world. */
export async function answerProgram(
	event: RequestEvent,
	act: () => Promise<Response>
): Promise<Response> {
	try {
		return await act();
	} catch (caught) {
		if (caught instanceof ToolRefusal)
			return refuseProgram(event, afterManyFailures(event, caught));
		event.locals.report(caught);
		return refuseProgram(event, mistakeOfOurs());
	}
}

/** A refusal as its world words it. */
export function refuseProgram({ locals }: RequestEvent, refusal: ToolRefusal) {
	const body = programError(locals.asked?.world ?? 'api', refusal, locals.requestId);
	return new Response(body, {
		status: refusal.status,
		headers: {
			'content-type': 'application/json',
			'content-length': String(Buffer.byteLength(body)),
			...(refusal.retryAfter === null ? {} : { 'retry-after': String(refusal.retryAfter) }),
			...(refusal.status === 405 ? { allow: refusal.allow.join(', ') } : {}),
			// RFC 6750, section 3.
			...(refusal.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
			'mooring-request-id': locals.requestId,
			vary: 'Authorization'
		}
	});
}

/** Answers a key where none belongs; people's addresses know sessions only. */
export const keysNotHere: Handle = ({ event, resolve }) => {
	const { headers } = event.request;
	const shown = keyShown(headers.get('authorization') ?? undefined, targetOf(event));
	if (shown === null) return resolve(event);
	return refuseProgram(event, shown === 'in a header' ? keyNotHere() : keyInUrl());
};

const BEARER_OF_NOTHING = new Set(['key_missing', 'key_malformed', 'key_unknown', 'key_in_url']);

/** Who tries many keys is told to wait: guessing is hopeless, and it is to be cheap for us as well. */
function afterManyFailures(event: RequestEvent, refusal: ToolRefusal) {
	if (!BEARER_OF_NOTHING.has(refusal.code)) return refusal;
	const key = clientKey(clientAddress(event));
	const taken = failures.take(key, FAILURES_A_MINUTE, Date.now());
	if (taken.isAllowed) return refusal;
	event.locals.isUnlogged = !taken.isFirst;
	return new ToolRefusal(
		'key_rate_limited',
		'Too many calls without a working key came from this address.',
		'Check the key, and try again later.',
		{ retryAfter: taken.retryAfter }
	);
}

/** Programs send neither; Node's fetch has `sec-fetch-mode` alone (Fetch Metadata, W3C). */
function refuseBrowsers(headers: Headers) {
	const site = headers.get('sec-fetch-site') ?? 'none';
	if (!headers.has('origin') && site === 'none') return;
	throw new ToolRefusal(
		'browser_refused',
		'A key does not belong in a web page; use a feed.',
		'Call this address from a program on a server or on your own machine.'
	);
}

const wrongHost = ({ origin }: URL) =>
	new ToolRefusal(
		'wrong_host',
		`This Mooring answers only at ${origin}.`,
		'Use that address, or name this one in TOOLS_ORIGIN.'
	);
const keyNotHere = () =>
	new ToolRefusal(
		'key_not_here',
		'A key opens nothing at this address.',
		'Use it at /graph, /api/v1 or /mcp.'
	);
const keyInUrl = () =>
	new ToolRefusal(
		'key_in_url',
		'A key stood in the address of this request, so it is in logs now.',
		'Revoke it, make a new one, and send that as Authorization: Bearer.'
	);
const mistakeOfOurs = () =>
	new ToolRefusal(
		'internal',
		'Something went wrong in Mooring; it is in the log under this number.',
		'Try again; if it stays, look at the log.'
	);
