import { expect, test, vi } from 'vitest';
import { exchangeBy } from '../../../../tests/support/exchange-by.ts';
import { type CallOver, outcomeOf } from './call-over.ts';
import { callGraph, GRAPH_LIMITS } from './graph-call.ts';
import { send } from './request.ts';

type Fetch = typeof globalThis.fetch;
const SECRET = 'IGAAsecretsecretsecret0123456789';
const url = new URL(`https://graph.example/v25.0/me?access_token=${SECRET}`);

const late: Fetch = () => Promise.reject(new DOMException('', 'TimeoutError'));
const broken: Fetch = () => Promise.reject(new TypeError('fetch failed'));
const answering =
	(status: number, headers = {}, body: string | null = '{}'): Fetch =>
	() =>
		Promise.resolve(new Response(body, { status, headers }));

/** The two ways to Meta, each with what it says of its calls. */
const WAYS = {
	send: (fetch: Fetch, over: CallOver) =>
		send({ method: 'GET', url, timeoutMs: 1000 }, fetch, over),
	callGraph: (fetch: Fetch, over: CallOver) =>
		callGraph({ method: 'GET', url, wholeMs: 1000 }, exchangeBy(fetch), GRAPH_LIMITS, over)
};

test.each(
	Object.values(WAYS).flatMap((way) => [
		[way, answering(200), 'answered'] as const,
		[way, answering(400), 'refused'] as const,
		[way, answering(503), 'failed'] as const,
		[way, answering(302, { location: 'http://169.254.169.254/' }), 'odd'] as const,
		[way, answering(200, {}, 'x'.repeat(6_000_000)), 'odd'] as const,
		[way, broken, 'unreachable'] as const
	])
)('%o %o counts once, as %s', async (way, fetch, outcome) => {
	const over = vi.fn<CallOver>();
	await way(fetch, over).catch(() => undefined);
	expect(over.mock.calls.map(([call]) => call.outcome)).toEqual([outcome]);
	expect(over.mock.calls[0]?.[0].ms).toBeGreaterThanOrEqual(0);
	expect(JSON.stringify(over.mock.calls)).not.toContain(SECRET);
});

test('a call that was given up is late', async () => {
	const over = vi.fn<CallOver>();
	await WAYS.send(late, over).catch(() => undefined);
	const waiting: Fetch = (_, init) =>
		new Promise((_, reject) => {
			init?.signal?.addEventListener('abort', () => reject(new DOMException('', 'TimeoutError')));
		});
	await callGraph(
		{ method: 'GET', url, wholeMs: 5 },
		exchangeBy(waiting),
		GRAPH_LIMITS,
		over
	).catch(() => undefined);
	expect(over.mock.calls.map(([call]) => call.outcome)).toEqual(['timeout', 'timeout']);
});

test('the version that was asked for, and the one that answered', async () => {
	const over = vi.fn<CallOver>();
	const fetch = answering(200, { 'facebook-api-version': 'v26.0' });
	await WAYS.send(fetch, over);
	const plain = new URL('https://graph.example/refresh_access_token');
	await send({ method: 'GET', url: plain, timeoutMs: 1000 }, fetch, over);
	await WAYS.send(answering(200), over);
	expect(over.mock.calls.map(([{ asked, answeredBy }]) => [asked, answeredBy])).toEqual([
		['v25.0', 'v26.0'],
		[null, 'v26.0'],
		['v25.0', null]
	]);
});

test('what a status counts as', () => {
	expect([199, 204, 304, 404, 599, 999].map(outcomeOf)).toEqual([
		'odd',
		'answered',
		'odd',
		'refused',
		'failed',
		'odd'
	]);
});
