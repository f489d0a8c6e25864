import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bounceTo, needsBounce } from './same-site-bounce.ts';

const CROSS = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' };

const bounces = (
	path: string,
	headers: Record<string, string>,
	hasSession = false,
	method = 'GET'
) => needsBounce({ method, headers: new Headers(headers) }, path, hasSession);

describe('arriving from elsewhere', () => {
	it('bounces a navigation from another site that brings no session', () => {
		expect(bounces('/connections/[id]', CROSS)).toBe(true);
		expect(bounces('/', { 'sec-fetch-site': 'cross-site' })).toBe(true);
	});

	it.each([
		['with a session', CROSS, true, 'GET'],
		['a form', CROSS, false, 'POST'],
		['from the same origin', { ...CROSS, 'sec-fetch-site': 'same-origin' }, false, 'GET'],
		['typed', { ...CROSS, 'sec-fetch-site': 'none' }, false, 'GET'],
		['a browser without Fetch Metadata', {}, false, 'GET']
	])('does not bounce: %s', (_name, headers, hasSession, method) => {
		expect(bounces('/', headers as Record<string, string>, hasSession, method)).toBe(false);
	});

	it.each([
		'/auth/[provider=provider]/callback',
		'/auth/[provider=provider]/login',
		'/api/user',
		'/claim/[code]',
		'/sign-in/[code]',
		'/invitation/[code]',
		'/data-deletion/[code]',
		'/activity/export'
	])('never under %s', (path) => {
		expect(bounces(path, CROSS)).toBe(false);
	});
});

describe('the bounce', () => {
	it('has exactly the promised form and keeps the address to itself', async () => {
		const response = bounceTo('/connections/7');
		expect(await response.text()).toContain(
			'<meta http-equiv="refresh" content="0;url=/connections/7">'
		);
		expect(response.status).toBe(200);
		expect(response.headers.get('referrer-policy')).toBe('no-referrer');
		expect(response.headers.get('cache-control')).toBe('no-store');
	});

	it('never leads to another host', async () => {
		for (const path of [
			'//evil.example/x',
			'/\\evil.example',
			'///evil.example',
			'/\t/evil.example',
			'/\r\n\\evil.example'
		]) {
			const html = await bounceTo(path).text();
			expect(html).toMatch(/content="0;url=\/evil\.example/);
		}
	});

	it('lets no address out of its attribute', async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
				const html = await bounceTo(`/${text}`).text();
				expect(
					html.match(
						/<meta http-equiv="refresh" content="[^"<>]*"><title>.*<p><a href="[^"<>]*">Go on/
					)
				).not.toBeNull();
			})
		);
	});
});
