import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { gates } from './gates.ts';
import { kindOf, limits, PER_MINUTE } from './limits.ts';

const ADDRESS = '203.0.113.7';
const START = 1_800_000_000_000;

/** A limiter with a clock of its own, and a way to ask it. */
function limiter() {
	let now = START;
	const limit = limits({
		sessionHash: (event) => Promise.resolve(event.request.headers.get('x-session')),
		isGuess: (event) => Promise.resolve(event.request.headers.has('x-guess')),
		now: () => now
	});
	async function ask(
		route: string | null,
		{ address = ADDRESS, session = '', path = '/x', method = 'GET', isGuess = false } = {}
	) {
		const url = new URL(path, 'https://mooring.example');
		const headers = {
			...(session ? { 'x-session': session } : {}),
			...(isGuess ? { 'x-guess': '1' } : {})
		};
		const event = {
			url,
			route: { id: route },
			request: new Request(url, { method, headers }),
			locals: { requestId: 'r' } as App.Locals,
			getClientAddress: () => address
		};
		const response = await gates(limit)({
			event: event as unknown as RequestEvent,
			resolve: () => new Response('reached')
		});
		return { response, isUnlogged: event.locals.isUnlogged };
	}
	return {
		ask,
		/** The statuses of so many requests. */
		times: async (count: number, ...asked: Parameters<typeof ask>) => {
			const statuses = [];
			for (let at = 0; at < count; at += 1) statuses.push((await ask(...asked)).response.status);
			return statuses;
		},
		pass: (ms: number) => (now += ms)
	};
}

const LOGIN = '/auth/[provider=provider]/login';

describe.each([
	['a start', LOGIN, PER_MINUTE.start, 120],
	['a callback', '/auth/[provider=provider]/callback', PER_MINUTE.callback, 120],
	['a call of Meta', '/auth/[provider=provider]/deauthorize', PER_MINUTE.meta, 300],
	['a deletion by Meta', '/auth/[provider=provider]/data-deletion', PER_MINUTE.meta, 300],
	['a claim link', '/claim/[code]', PER_MINUTE.link, 20],
	['a sign-in link', '/sign-in/[code]', PER_MINUTE.link, 20],
	['an invitation', '/invitation/[code]', PER_MINUTE.link, 20],
	['an address without a route', null, PER_MINUTE.unmatched, 100],
	['an address that /api/ does not have', '/api/[...rest]', PER_MINUTE.unmatched, 100],
	['a route that nobody decided about', '/nowhere', PER_MINUTE.unmatched, 100]
])('%s', (_name, route, perMinute, promised) => {
	it(`passes ${String(promised)} times a minute`, async () => {
		const { times, pass, ask } = limiter();
		expect(perMinute).toBe(promised);
		expect(new Set(await times(promised, route))).toEqual(new Set([200]));
		pass(20_500);
		const { response } = await ask(route);
		expect(response.status).toBe(429);
		expect(response.headers.get('retry-after')).toBe('40');
		pass(39_500);
		expect((await ask(route)).response.status).toBe(200);
	});
});

describe('the limit of an address', () => {
	it('is one for its whole IPv6 network, and none of the next', async () => {
		const { times, ask } = limiter();
		await times(PER_MINUTE.link, '/claim/[code]', { address: '2001:db8::1' });
		const asked = async (address: string) =>
			(await ask('/claim/[code]', { address })).response.status;
		expect(await asked('2001:db8::abcd')).toBe(429);
		expect(await asked('2001:db8:0:1::1')).toBe(200);
	});

	it('of one kind affects nothing else', async () => {
		const { times, ask } = limiter();
		await times(PER_MINUTE.unmatched + 10, null);
		for (const route of [LOGIN, '/claim/[code]', '/', '/settings', '/api/user', '/healthz']) {
			expect((await ask(route)).response.status).toBe(200);
		}
	});

	it('is generous for pages and data, and none for probes', async () => {
		const { times, ask } = limiter();
		expect(new Set(await times(PER_MINUTE.page, '/'))).toEqual(new Set([200]));
		for (const route of ['/', '/api/connections', '/data-deletion/[code]']) {
			expect((await ask(route)).response.status).toBe(429);
		}
		for (const route of ['/healthz', '/readyz']) {
			expect(new Set(await times(PER_MINUTE.page + 1, route))).toEqual(new Set([200]));
		}
	});

	it.each(['/connect/paste', '/connect/choose', '/logout', '/practice'])(
		'is narrower for what is sent to %s without a session',
		async (route) => {
			const { times, ask } = limiter();
			await times(PER_MINUTE.form, route, { method: 'POST' });
			expect((await ask(route, { method: 'POST' })).response.status).toBe(429);
			expect((await ask('/')).response.status).toBe(200);
		}
	);

	it('counts a claim code that is guessed by cookie as one that is guessed by link', async () => {
		const { times, ask } = limiter();
		await times(PER_MINUTE.link, '/', { isGuess: true });
		expect((await ask(LOGIN, { isGuess: true })).response.status).toBe(429);
		expect((await ask(LOGIN)).response.status).toBe(200);
	});
});

describe('who is signed in', () => {
	it('has 600 of their own, whatever they ask', async () => {
		const { times, ask } = limiter();
		expect(new Set(await times(300, '/', { session: 'a' }))).toEqual(new Set([200]));
		expect(new Set(await times(300, LOGIN, { session: 'a' }))).toEqual(new Set([200]));
		expect((await ask('/', { session: 'a' })).response.status).toBe(429);
		expect((await ask('/', { session: 'b' })).response.status).toBe(200);
		expect((await ask('/')).response.status).toBe(200);
	});

	it('is not locked out by what others do at the same address, nor asked at probes', async () => {
		const { times, ask } = limiter();
		for (const route of [LOGIN, '/claim/[code]', null]) await times(400, route);
		expect((await ask(LOGIN, { session: 'a' })).response.status).toBe(200);
		await times(700, '/', { session: 'a' });
		expect((await ask('/healthz', { session: 'a' })).response.status).toBe(200);
	});
});

describe('the answer', () => {
	it('is a page, and JSON under /api/', async () => {
		const { times, ask } = limiter();
		await times(PER_MINUTE.link, '/claim/[code]');
		const page = (await ask('/claim/[code]')).response;
		expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
		expect(await page.text()).toContain('Try again in 60 seconds');
		await times(PER_MINUTE.unmatched, '/api/[...rest]');
		const { response } = await ask('/api/[...rest]', { path: '/api/x' });
		expect(await response.json()).toMatchObject({
			error: { code: 'rate_limited', requestId: 'r' }
		});
	});

	it('is logged once in a window', async () => {
		const { times, ask, pass } = limiter();
		await times(PER_MINUTE.link, '/claim/[code]');
		expect((await ask('/claim/[code]')).isUnlogged).toBe(false);
		expect((await ask('/claim/[code]')).isUnlogged).toBe(true);
		pass(60_000);
		expect((await ask('/claim/[code]')).isUnlogged).toBeUndefined();
	});
});

it('knows a kind for every route, or none', () => {
	const kind = (id: string, isRemoteRequest = false) =>
		kindOf({
			route: { id },
			request: new Request('https://mooring.example'),
			isRemoteRequest
		} as unknown as RequestEvent);
	expect(kind('/healthz')).toBeNull();
	expect(kind('/')).toBe('page');
	expect(kind('/', true)).toBe('unmatched');
	expect(kind('__proto__')).toBe('unmatched');
});
