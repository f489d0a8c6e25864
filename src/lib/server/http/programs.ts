import type { Handle, RequestEvent } from '@sveltejs/kit';
import type { App } from '../app.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { clientAddress } from './answer.ts';
import { clientKey } from './client-key.ts';
import { rateWindows } from '../rate-windows.ts';
import type { Settings } from '../settings/settings.ts';
import type { Gate } from './gates.ts';
import { programError } from './program-error.ts';
import { askedOf, keyShown, originAsked, TARGET, type World } from './worlds.ts';

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
			const { headers } = event.request;
			event.locals.originAsked = admitProgram((name) => headers.get(name), app().settings);
			return resolve(event);
		});
	};

/**
 * What every program's request must be, whatever it asks for.
 * @returns the origin by which it came
 * @throws ToolRefusal wrong_host, browser_refused
 */
export function admitProgram(
	header: (name: string) => string | null,
	settings: Pick<Settings, 'origin' | 'toolsOrigins'>
): URL {
	const origin = originAsked(header('host') ?? undefined, settings);
	if (origin === null) throw wrongHost(settings.origin);
	refuseBrowsers(header);
	return origin;
}

/** Runs what answers a program; refusals become errors in the shape of its world. */
export async function answerProgram(
	event: RequestEvent,
	act: () => Promise<Response>
): Promise<Response> {
	try {
		return await act();
	} catch (caught) {
		if (!(caught instanceof ToolRefusal)) {
			event.locals.report(caught);
			return refuseProgram(event, mistakeOfOurs());
		}
		const { refusal, isUnlogged } = afterManyFailures(caught, clientAddress(event));
		event.locals.isUnlogged = isUnlogged;
		return refuseProgram(event, refusal);
	}
}

/** A refusal as its world words it. */
export function refuseProgram({ locals }: RequestEvent, refusal: ToolRefusal) {
	const refused = refusalAnswer(locals.asked?.world ?? 'api', refusal, locals.requestId);
	return new Response(refused.body, refused);
}

/** A refusal in the shape of its world. */
export function refusalAnswer(world: World, refusal: ToolRefusal, requestId: string) {
	const body = programError(world, refusal, requestId);
	const { status, retryAfter, allow } = refusal;
	const headers: Record<string, string> = {
		'content-type': 'application/json',
		'content-length': String(Buffer.byteLength(body)),
		...(retryAfter === null ? {} : { 'retry-after': String(retryAfter) }),
		...(status === 405 ? { allow: allow.join(', ') } : {}),
		// RFC 6750, section 3.
		...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
		'mooring-request-id': requestId,
		vary: 'Authorization'
	};
	return { status, headers, body };
}

/** Answers a key where none belongs; people's addresses know sessions only. */
export const keysNotHere: Gate = (event) => {
	const { headers } = event.request;
	const shown = keyShown(headers.get('authorization') ?? undefined, targetOf(event));
	if (shown === null) return null;
	return refuseProgram(event, shown === 'in a header' ? keyNotHere() : keyInUrl());
};

const BEARER_OF_NOTHING = new Set(['key_missing', 'key_malformed', 'key_unknown', 'key_in_url']);

/**
 * Who tries many keys is told to wait: guessing is hopeless, and it is to be cheap for us as well.
 * `isUnlogged`: it is one of many that say the same.
 */
export function afterManyFailures(refusal: ToolRefusal, address: string | null) {
	if (!BEARER_OF_NOTHING.has(refusal.code)) return { refusal, isUnlogged: false };
	const taken = failures.take(clientKey(address), FAILURES_A_MINUTE, Date.now());
	if (taken.isAllowed) return { refusal, isUnlogged: false };
	return { refusal: tooManyFailures(taken.retryAfter), isUnlogged: !taken.isFirst };
}

/** Programs send neither; Node's fetch has `sec-fetch-mode` alone (Fetch Metadata, W3C). */
function refuseBrowsers(header: (name: string) => string | null) {
	const site = header('sec-fetch-site') ?? 'none';
	if (header('origin') === null && site === 'none') return;
	throw new ToolRefusal(
		'browser_refused',
		'A key does not belong in a web page; use a feed.',
		'Call this address from a program on a server or on your own machine.'
	);
}

const tooManyFailures = (retryAfter: number) =>
	new ToolRefusal(
		'key_rate_limited',
		'Too many calls without a working key came from this address.',
		'Check the key, and try again later.',
		{ retryAfter }
	);
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
export const mistakeOfOurs = () =>
	new ToolRefusal(
		'internal',
		'Something went wrong in Mooring; it is in the log under this number.',
		'Try again; if it stays, look at the log.'
	);
