import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { csrf, mayChange } from './csrf.ts';
import { gates } from './gates.ts';

const ORIGIN = new URL('https://mooring.example');
const OURS = 'https://mooring.example';
const FORM = 'application/x-www-form-urlencoded';

const may = (method: string, pathname: string, headers: Record<string, string>) =>
	mayChange({ method, headers: new Headers(headers) }, pathname, ORIGIN);

describe('a changing request', () => {
	it.each([
		['a form of ours', 'POST', '/logout', { origin: OURS, 'content-type': FORM }],
		[
			'a form with parameters in its type',
			'POST',
			'/settings',
			{ origin: OURS, 'content-type': 'Multipart/Form-Data; boundary=x' }
		],
		['a script of ours', 'DELETE', '/api/connections/1', { origin: OURS, 'x-csrf': '1' }],
		['reading', 'GET', '/', {}]
	])('passes: %s', (_name, method, pathname, headers) => {
		expect(may(method, pathname, headers)).toBe(true);
	});

	it.each([
		['no Origin', 'POST', '/logout', { 'content-type': FORM }],
		['Origin null', 'POST', '/logout', { origin: 'null', 'content-type': FORM }],
		['another site', 'POST', '/logout', { origin: 'https://evil.example', 'content-type': FORM }],
		[
			'a sibling host',
			'POST',
			'/logout',
			{ origin: 'https://a.mooring.example', 'content-type': FORM }
		],
		['plain http', 'POST', '/logout', { origin: 'http://mooring.example', 'content-type': FORM }],
		['a trailing slash', 'POST', '/logout', { origin: `${OURS}/`, 'content-type': FORM }],
		['the port spelled out', 'POST', '/logout', { origin: `${OURS}:443`, 'content-type': FORM }],
		[
			'text that looks like a form',
			'POST',
			'/logout',
			{ origin: OURS, 'content-type': 'text/plain' }
		],
		['no content type', 'POST', '/logout', { origin: OURS }],
		['JSON off the API', 'POST', '/logout', { origin: OURS, 'content-type': 'application/json' }],
		['another method off the API', 'PUT', '/logout', { origin: OURS, 'content-type': FORM }],
		['the API without its header', 'POST', '/api/x', { origin: OURS, 'content-type': FORM }],
		['the API with another value', 'POST', '/api/x', { origin: OURS, 'x-csrf': 'true' }],
		['the API without Origin', 'DELETE', '/api/x', { 'x-csrf': '1' }]
	])('is refused: %s', (_name, method, pathname, headers) => {
		expect(may(method, pathname, headers)).toBe(false);
	});
});

describe('what Meta posts', () => {
	const DEAUTHORIZE = '/auth/[provider=provider]/deauthorize';

	it('needs no Origin: its signature is checked in its place', () => {
		for (const path of [DEAUTHORIZE, '/auth/[provider=provider]/data-deletion']) {
			expect(may('POST', path, { 'content-type': FORM })).toBe(true);
			expect(may('POST', path, { origin: 'https://evil.example' })).toBe(true);
		}
	});

	it('is no way around the rule for other methods and addresses', () => {
		expect(may('PUT', DEAUTHORIZE, {})).toBe(false);
		expect(may('POST', `${DEAUTHORIZE}/`, {})).toBe(false);
		expect(may('POST', '/auth/[provider=provider]/login', { 'content-type': FORM })).toBe(false);
	});
});

describe('a form that is sent by http', () => {
	const send = async (path: string, route: string, headers: Record<string, string>) => {
		const url = new URL(path, 'http://mooring.example');
		const request = new Request(url, {
			method: 'POST',
			headers: { 'content-type': FORM, ...headers }
		});
		const event = { url, route: { id: route }, request, locals: { requestId: 'r' } };
		return gates(csrf(() => ORIGIN))({
			event: event as unknown as RequestEvent,
			resolve: () => new Response('reached')
		});
	};
	const BY_HTTP = { origin: 'http://mooring.example' };

	it('is refused with a way to the same page at ORIGIN', async () => {
		const answer = await send('/sign-in/CODE', '/sign-in/[code]', BY_HTTP);
		expect(answer.status).toBe(403);
		expect(await answer.text()).toMatch(
			/by http.*href="https:\/\/mooring\.example\/sign-in\/CODE"/
		);
	});

	it('leads to the start where there is no page', async () => {
		const text = await (await send('/logout', '/logout', BY_HTTP)).text();
		expect(text).toContain('href="https://mooring.example/"');
	});

	it('is not named so where it came from another site', async () => {
		const text = await (await send('/logout', '/logout', { origin: 'http://evil.example' })).text();
		expect(text).not.toContain('by http');
	});
});
