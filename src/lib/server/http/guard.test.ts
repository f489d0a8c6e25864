import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { guard } from './guard.ts';

type Asked = {
	method?: string;
	session?: boolean;
	owner?: boolean;
	maySetUp?: boolean;
	headers?: Record<string, string>;
	isDataRequest?: boolean;
	/** What the route would answer. */
	answer?: Response;
};

/** Asks a route; `reached` says whether it got as far as the route itself. */
async function ask(route: string | null, asked: Asked = {}) {
	const url = new URL('https://mooring.example/x');
	const faults: string[] = [];
	let reached = false;
	const event = {
		url,
		route: { id: route },
		isDataRequest: asked.isDataRequest ?? false,
		request: new Request(url, { method: asked.method ?? 'GET', headers: asked.headers ?? {} }),
		locals: {
			requestId: 'r',
			session: asked.session
				? { creatorId: 'c', hash: 'h', reauthenticatedAt: null, provedBy: null }
				: null,
			report: (error: Error) => faults.push(error.name)
		}
	} as unknown as RequestEvent;
	const response = await guard({
		owner: () => Promise.resolve(asked.owner ?? false),
		setup: () => Promise.resolve(asked.maySetUp ?? false)
	})({
		event,
		resolve: () => {
			reached = true;
			return asked.answer ?? new Response('reached');
		}
	});
	return { response, reached, faults };
}

describe('a route without a row', () => {
	it.each(['/forgotten', '__proto__', '/settings/'])(
		'%s is a 404 and is reported',
		async (route) => {
			for (const session of [true, false]) {
				const { response, reached, faults } = await ask(route, { session, owner: true });
				expect([response.status, reached, faults]).toEqual([404, false, ['RouteWithoutRow']]);
			}
		}
	);

	it('where there is no route at all Kit says so', async () => {
		expect(await ask(null)).toMatchObject({ reached: true, faults: [] });
	});
});

describe('what is a creator’s', () => {
	it('is 401 under /api/ without a session, and the route is not asked', async () => {
		for (const method of ['GET', 'DELETE']) {
			const { response, reached } = await ask('/api/connections/[id]', { method });
			expect([response.status, reached]).toEqual([401, false]);
			expect(await response.json()).toMatchObject({ error: { code: 'not_signed_in' } });
		}
	});

	it('leads a form or the data of a page to the start, and the route is not asked', async () => {
		for (const asked of [{ method: 'POST' }, { isDataRequest: true }]) {
			const { response, reached } = await ask('/settings', asked);
			expect([response.status, response.headers.get('location'), reached]).toEqual([
				303,
				'/',
				false
			]);
		}
		const headers = { 'x-sveltekit-action': 'true' };
		const { response } = await ask('/settings', { method: 'POST', headers });
		expect(await response.json()).toEqual({ type: 'redirect', status: 303, location: '/' });
	});

	it('lets a page refuse in its own words, and stands in where it does not', async () => {
		const own = new Response(null, { status: 303, headers: { location: '/' } });
		expect((await ask('/settings', { answer: own })).response).toBe(own);
		const { response, faults } = await ask('/settings');
		expect(response.status).toBe(401);
		expect(await response.text()).not.toContain('reached');
		expect(faults).toEqual(['RouteWithoutCheck']);
	});

	it('opens with a session', async () => {
		for (const route of ['/settings', '/api/user', '/connections/[id]/picture']) {
			expect(await ask(route, { session: true })).toMatchObject({ reached: true, faults: [] });
		}
	});
});

describe.each([
	['the owner’s', '/settings/creators/[id]', { owner: true }],
	['the setup’s', '/setup', { maySetUp: true }]
])('what is %s', (_name, route, right) => {
	it('stays closed to another creator', async () => {
		const post = await ask(route, { method: 'POST', session: true });
		expect([post.response.status, post.reached]).toEqual([403, false]);
		const { response, faults } = await ask(route, { session: true });
		expect([response.status, faults]).toEqual([403, ['RouteWithoutCheck']]);
	});

	it('opens to who may', async () => {
		const { reached, response } = await ask(route, { method: 'POST', session: true, ...right });
		expect([response.status, reached]).toEqual([200, true]);
	});
});

it('the setup opens before there are sessions', async () => {
	expect(await ask('/setup', { method: 'POST', maySetUp: true })).toMatchObject({ reached: true });
	expect(await ask('/settings/creators/[id]', { maySetUp: true })).toMatchObject({
		faults: ['RouteWithoutCheck']
	});
});

it('what is public, a link’s or signed by Meta is left to its route', async () => {
	for (const route of ['/', '/claim/[code]', '/auth/[provider=provider]/deauthorize', '/logout']) {
		expect(await ask(route, { method: 'POST' })).toMatchObject({ reached: true, faults: [] });
	}
});
