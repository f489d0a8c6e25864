import { setTimeout as wait } from 'node:timers/promises';
import type { Endpoint } from './calls.ts';
import { callbackFault } from './callback-faults.ts';
import { exchangeError, graphError } from './errors.ts';
import { faultError, TELLS_USAGE } from './fault-errors.ts';
import {
	type Fault,
	type FaultKind,
	isOfCallback,
	isPublishFault,
	SPOILS_A_REAL_ANSWER
} from './faults.ts';
import { errorPage } from './pages/error.ts';
import { usageHeaders } from './usage.ts';
import type { Visit } from './visit.ts';
import { hang, resetAfterHeaders, resetBeforeHeaders, type Wire } from './wire.ts';

const OVERSIZE_BYTES = 16_000_000;
const SLOW_MS = 3_000;
const DRIP_MS = 10_000;
const HTML = { 'content-type': 'text/html; charset=utf-8' };

const PAGES: Partial<Record<FaultKind, { status: number; body: string; headers: HeadersInit }>> = {
	unavailable: {
		status: 503,
		body: '<!doctype html><html lang="en"><title>Error</title><h1>503 Service Unavailable</h1></html>',
		headers: HTML
	},
	html_502: {
		status: 502,
		body: '<!doctype html><html lang="en"><title>Error</title><h1>502 Bad Gateway</h1></html>',
		headers: HTML
	},
	empty: { status: 200, body: '', headers: { 'content-type': 'application/json' } },
	null: { status: 200, body: 'null', headers: { 'content-type': 'application/json' } },
	array: { status: 200, body: '[]', headers: { 'content-type': 'application/json' } },
	redirect_302: { status: 302, body: '', headers: { location: '/accounts/login/' } },
	custom: { status: 200, body: '', headers: { 'content-type': 'application/json' } }
};

/** Answers a request with a fault. `proceed` does what the endpoint really does. */
export async function answerWithFault(
	fault: Fault,
	endpoint: Endpoint,
	wire: Wire,
	visit: Visit,
	proceed: () => Promise<Response>
): Promise<Response> {
	const { kind, delayMs } = fault;
	const answer = SPOILS_A_REAL_ANSWER.has(kind) ? await proceed() : null;
	if (kind !== 'drip' && (delayMs || kind === 'slow')) await wait(delayMs ?? SLOW_MS);
	if (answer) return spoil(fault, endpoint, answer, wire);
	if (kind === 'hang') return hang(wire);
	if (kind === 'reset_before') return resetBeforeHeaders(wire);
	if (isOfCallback(kind)) return callbackFault(fault, endpoint, visit, proceed);

	const page = PAGES[kind];
	if (page)
		return new Response(fault.body ?? page.body, {
			status: fault.status ?? page.status,
			headers: page.headers
		});
	const parts = faultError(kind, endpoint);
	const status = fault.status ?? parts.status ?? 400;
	if (endpoint === 'authorize' || endpoint === 'fb_dialog')
		return errorPage('Sorry, something went wrong.', { status });
	if (endpoint === 'exchange') return exchangeError(parts.message, status);
	const answered = graphError({ ...parts, status });
	if (!TELLS_USAGE.has(kind)) return answered;
	const { regainMinutes } = visit.world.switches;
	const told = usageHeaders(accountIdOf(visit), 100, regainMinutes);
	for (const [name, value] of Object.entries(told)) answered.headers.set(name, value);
	return answered;
}

/** Whose account a call is for, by its token in the query or in the header; else nobody's. */
function accountIdOf({ world, request, url }: Visit): string {
	const header = request.headers.get('authorization')?.replace(/^\w+\s+/, '');
	const token = url.searchParams.get('access_token') ?? header ?? '';
	const username = world.tokens.find(token)?.username;
	const inPath = /\/(17841\d{12})\b/.exec(url.pathname)?.[1];
	return world.accounts.get(username ?? '')?.userId ?? inPath ?? '17841400000000000';
}

async function spoil(
	fault: Fault,
	endpoint: Endpoint,
	answer: Response,
	wire: Wire
): Promise<Response> {
	if (isPublishFault(fault.kind)) return denyDone(fault, endpoint, answer, wire);
	const copy = (body: BodyInit | null) => new Response(body, answer);
	if (fault.kind === 'slow' || answer.status === 302) return answer;
	if (fault.kind === 'reset_after') return resetAfterHeaders(wire, answer);
	const bytes = new Uint8Array(await answer.arrayBuffer());
	if (fault.kind === 'truncated') return copy(bytes.slice(0, Math.floor(bytes.length / 2)));
	if (fault.kind === 'drip') return copy(drops(bytes, fault.delayMs ?? DRIP_MS));
	if (fault.kind === 'oversized')
		return copy(new Blob([bytes, ' '.repeat(OVERSIZE_BYTES)]).stream());
	const wrong = copy(bytes);
	wrong.headers.set('content-type', 'text/html; charset=utf-8');
	return wrong;
}

/** What was done is not told. What failed by itself is answered as it came. */
function denyDone(
	{ kind, status }: Fault,
	endpoint: Endpoint,
	answer: Response,
	wire: Wire
): Response | Promise<Response> {
	if (!answer.ok) return answer;
	if (kind === 'done_timeout') return hang(wire);
	if (kind === 'done_reset') return resetBeforeHeaders(wire);
	if (kind === 'done_503')
		return new Response(PAGES.unavailable?.body, { status: status ?? 503, headers: HTML });
	const parts = faultError(kind, endpoint);
	return graphError({ ...parts, status: status ?? parts.status ?? 400 });
}

/** A body in small pieces, the last of which comes after `lastsMs`. */
function drops(bytes: Uint8Array, lastsMs: number): ReadableStream<Uint8Array> {
	const pieces = Math.min(bytes.length, Math.max(1, Math.ceil(lastsMs / 100)));
	const size = Math.max(1, Math.ceil(bytes.length / pieces));
	let sent = 0;
	return new ReadableStream({
		async pull(controller) {
			if (sent >= bytes.length) return controller.close();
			await wait(lastsMs / pieces);
			controller.enqueue(bytes.slice(sent, sent + size));
			sent += size;
		}
	});
}
