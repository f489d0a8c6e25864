import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { addressAtOrigin, byHttp, cameByHttp } from './by-http.ts';
import { gates } from './gates.ts';

const ORIGIN = new URL('https://mooring.example:8443');
const HTTP = { referer: 'http://mooring.example/connect' };

describe('a request by http to an https ORIGIN', () => {
	it.each<[boolean, Record<string, string>]>([
		[true, HTTP],
		[true, { referer: 'http://mooring.example:8080/' }],
		[true, { origin: 'http://mooring.example' }],
		[true, { 'x-forwarded-proto': 'http' }],
		[true, { 'x-forwarded-proto': 'http, https' }],
		[true, { forwarded: 'for=192.0.2.1;proto=http;by=10.0.0.1' }],
		[false, {}],
		[false, { 'x-forwarded-proto': 'https' }],
		[false, { 'x-forwarded-proto': 'https, http' }],
		[false, { referer: 'https://mooring.example:8443/', 'x-forwarded-proto': 'http' }],
		[false, { ...HTTP, 'sec-fetch-site': 'same-origin' }],
		[false, { 'x-forwarded-proto': 'http', 'sec-fetch-site': 'none' }],
		[false, { referer: 'http://evil.example/' }],
		[false, { referer: 'nonsense' }]
	])('is seen: %s, of %j', (expected, headers) => {
		expect(cameByHttp(new Headers(headers), ORIGIN)).toBe(expected);
	});

	it('is nothing special where ORIGIN is http', () => {
		const headers = new Headers({ 'x-forwarded-proto': 'http' });
		expect(cameByHttp(headers, new URL('http://mooring.example'))).toBe(false);
	});
});

describe('the address at ORIGIN', () => {
	const address = (path: string, headers: Record<string, string> = {}) =>
		addressAtOrigin(new URL(path, 'http://mooring.example'), new Headers(headers), ORIGIN);

	it('is the same page', () => {
		expect(address('/auth/instagram/login?scopes=a', HTTP)).toBe(
			'https://mooring.example:8443/auth/instagram/login?scopes=a'
		);
	});

	it('of an invitation that is accepted is the invitation’s', () => {
		const referer = 'http://mooring.example/invitation/CODE';
		expect(address('/auth/instagram/login?accept', { referer })).toBe(
			'https://mooring.example:8443/invitation/CODE'
		);
		expect(address('/auth/instagram/login', { referer })).toMatch(/login$/);
	});
});

describe('a one-time link that is opened by http', () => {
	const ask = async (route: string, headers: Record<string, string>, method = 'GET') => {
		const url = new URL('http://mooring.example/claim/a"b');
		const event = {
			url,
			route: { id: route },
			request: new Request(url, { method, headers })
		} as unknown as RequestEvent;
		return gates(byHttp(() => ORIGIN))({ event, resolve: () => new Response('reached') });
	};

	it.each(['/claim/[code]', '/invitation/[code]', '/sign-in/[code]'])(
		'%s leads to ORIGIN before anything is done',
		async (route) => {
			const answer = await ask(route, { 'x-forwarded-proto': 'http' });
			expect(answer.status).toBe(421);
			expect(await answer.text()).toContain('<a href="https://mooring.example:8443/claim/a%22b">');
			expect(await (await ask(route, { 'x-forwarded-proto': 'https' })).text()).toBe('reached');
		}
	);

	it('once, whatever a proxy says of the scheme', async () => {
		const first = await ask('/claim/[code]', { 'x-forwarded-proto': 'http' });
		expect(first.headers.get('referrer-policy')).toBe('same-origin');
		const pressed = {
			'x-forwarded-proto': 'http',
			referer: 'https://mooring.example:8443/claim/a'
		};
		expect(await (await ask('/claim/[code]', pressed)).text()).toBe('reached');
	});

	it('is not meant where nothing is begun', async () => {
		const headers = { 'x-forwarded-proto': 'http' };
		for (const route of ['/', '/auth/[provider=provider]/callback', '/healthz']) {
			expect(await (await ask(route, headers)).text()).toBe('reached');
		}
		expect(await (await ask('/sign-in/[code]', headers, 'POST')).text()).toBe('reached');
	});
});
