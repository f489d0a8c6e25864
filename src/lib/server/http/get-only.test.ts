import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { getOnly } from './get-only.ts';

const ask = (path: string, route: string | null, init: RequestInit = {}) => {
	const url = new URL(path, 'http://localhost:3000');
	const event = {
		url,
		route: { id: route },
		request: new Request(url, init),
		locals: { requestId: 'r' }
	} as unknown as RequestEvent;
	return getOnly({ event, resolve: () => new Response('reached') });
};

describe('a form action', () => {
	it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf', 'default'])(
		'named %s is no action',
		async (name) => {
			const response = await ask(`/settings?/${name}`, '/settings', { method: 'POST' });
			expect(response.status).toBe(404);
		}
	);

	it('with any other name is left to Kit', async () => {
		const response = await ask('/settings?a=1&/signOut', '/settings', { method: 'POST' });
		expect(await response.text()).toBe('reached');
	});
});

describe.each([
	'/auth/[provider=provider]/login',
	'/auth/[provider=provider]/callback',
	'/claim/[code]',
	'/sign-in/[code]'
])('%s', (route) => {
	it('answers no HEAD and no prefetching', async () => {
		expect((await ask('/x', route, { method: 'HEAD' })).status).toBe(405);
		const prefetch = { headers: { 'sec-purpose': 'prefetch;prerender' } };
		expect((await ask('/x', route, prefetch)).status).toBe(403);
		expect(await (await ask('/x', route)).text()).toBe('reached');
	});
});
