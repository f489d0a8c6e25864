import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { type Gate, gates } from './gates.ts';
import { kitNames } from './kit-names.ts';
import { lookAhead } from './look-ahead.ts';
import { methods } from './methods.ts';
import { mayComeIn } from './resource-isolation.ts';
import { decidedRoutes, whoMay } from './routes.ts';

const ask = (gate: Gate, path: string, route: string | null, init: RequestInit = {}) => {
	const url = new URL(path, 'http://localhost:3000');
	const event = {
		url,
		route: { id: route },
		isRemoteRequest: false,
		request: new Request(url, init),
		locals: { requestId: 'r' }
	} as unknown as RequestEvent;
	return gates(gate)({ event, resolve: () => new Response('reached') });
};

describe('a form action', () => {
	it.each([
		'constructor',
		'toString',
		'__proto__',
		'hasOwnProperty',
		'valueOf',
		'default',
		'remote'
	])('named %s is no action', async (name) => {
		const answer = await ask(kitNames, `/settings?/${name}`, '/settings', { method: 'POST' });
		expect(answer.status).toBe(404);
	});

	it('with any other name is left to Kit', async () => {
		const init = { method: 'POST' };
		const answer = await ask(kitNames, '/settings?a=1&/signOut', '/settings', init);
		expect(await answer.text()).toBe('reached');
	});
});

const ACTING = [
	'/auth/[provider=provider]/login',
	'/auth/[provider=provider]/callback',
	'/claim/[code]',
	'/sign-in/[code]',
	'/invitation/[code]',
	'/activity/export'
];

describe.each(ACTING)('%s', (route) => {
	it('answers no HEAD and no prefetching', async () => {
		expect((await ask(methods, '/x', route, { method: 'HEAD' })).status).toBe(405);
		for (const headers of [
			{ 'sec-purpose': 'prefetch;prerender' },
			{ purpose: 'prefetch' },
			{ 'x-moz': 'prefetch' },
			{ 'x-purpose': 'preview' }
		] as Record<string, string>[]) {
			expect((await ask(lookAhead, '/x', route, { headers })).status).toBe(403);
		}
		expect(await (await ask(lookAhead, '/x', route)).text()).toBe('reached');
		expect(await (await ask(methods, '/x', route)).text()).toBe('reached');
	});
});

it('no route answers OPTIONS or a method that it does not have', async () => {
	// Programs and feeds have doors of their own; see programs.ts.
	const routes = decidedRoutes().filter((id) => !['key', 'any-site'].includes(whoMay(id) ?? ''));
	for (const route of [null, ...routes]) {
		for (const method of ['OPTIONS', ...(route?.startsWith('/api/[') || !route ? [] : ['LOCK'])]) {
			const answer = await ask(methods, '/x', route, { method });
			expect([route, method, answer.status]).toEqual([route, method, 405]);
			expect(answer.headers.get('allow')).toBeTruthy();
		}
	}
});

describe('from another site', () => {
	const may = (path: string, headers: Record<string, string>, method = 'GET') =>
		mayComeIn({ method, headers: new Headers(headers) }, path);
	const NAVIGATES = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

	it.each(['cross-site', 'same-site'])('(%s) only a navigation comes in', (site) => {
		const from = { 'sec-fetch-site': site };
		expect(may('/', { ...from, ...NAVIGATES })).toBe(true);
		for (const [method, more] of [
			['GET', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
			['GET', { 'sec-fetch-mode': 'no-cors' }],
			['GET', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
			['GET', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'embed' }],
			['GET', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
			['HEAD', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty' }],
			['POST', NAVIGATES]
		] as const) {
			for (const path of ['/', '/auth/instagram/login', '/sign-in/x', '/api/user']) {
				expect([path, method, more, may(path, { ...from, ...more }, method)]).toEqual([
					path,
					method,
					more,
					false
				]);
			}
		}
		expect(may('/', from)).toBe(true);
		expect(may('/api/user', from)).toBe(false);
		expect(may('/api/user', { ...from, ...NAVIGATES })).toBe(true);
	});

	it('our own pages, typed addresses and clients without Fetch Metadata are not meant', () => {
		for (const headers of [{}, { 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'none' }]) {
			expect(may('/api/user', headers as Record<string, string>, 'DELETE')).toBe(true);
		}
	});
});
