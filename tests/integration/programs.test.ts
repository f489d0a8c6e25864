import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Live, startLive } from '../support/live.ts';
import { raw } from '../support/raw.ts';

const KEY = `moor_aB3dE6gH_${'x'.repeat(49)}`;
let live: Live;
let cookie: string;
beforeAll(async () => {
	live = await startLive({ TOOLS_ORIGIN: 'http://mooring:3000' });
	const { browser } = await live.claim();
	cookie = [...browser.cookies(live.origin)].map(([name, value]) => `${name}=${value}`).join('; ');
});
afterAll(() => live.remove());

const ask = (method: string, path: string, headers: Record<string, string> = {}) =>
	raw(live.origin, method, path, { headers });

describe('an address for programs', () => {
	it.each([
		['/graph', 'GET'],
		['/graph/me', 'GET'],
		['/graph/../settings', 'GET'],
		['/graph/%ff', 'POST'],
		['/graph/__data.json', 'GET'],
		['/api/v1/key', 'GET'],
		['/api/v1/nothing', 'PROPFIND'],
		['/mcp', 'POST'],
		['/mcp', 'DELETE']
	])('%s knows no session, sets no cookie and answers in JSON', async (path, method) => {
		const { status, headers, text } = await ask(method, path, { cookie });
		expect(status).toBeGreaterThanOrEqual(400);
		expect(status).toBeLessThan(500);
		expect(headers['content-type']).toContain('application/json');
		expect(headers['cache-control']).toBe('no-store');
		expect(headers['set-cookie']).toBeUndefined();
		expect(headers['access-control-allow-origin']).toBeUndefined();
		expect(JSON.parse(text)).toHaveProperty('error');
	});

	it.each([
		[{ origin: 'https://elsewhere.example' }],
		[{ 'sec-fetch-site': 'cross-site' }],
		[{ 'sec-fetch-site': 'same-origin' }]
	])('refuses browsers: %j', async (headers) => {
		const { status, text } = await ask('GET', '/graph/me', headers);
		expect(status).toBe(403);
		expect(text).toContain('browser_refused');
	});

	it('lets through what is none', async () => {
		const headers = { 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'none' };
		expect((await ask('GET', '/graph/me', headers)).status).toBe(401);
	});

	it('answers at TOOLS_ORIGIN too, where pages and files do not', async () => {
		const host = { host: 'mooring:3000' };
		expect((await ask('GET', '/graph/me', host)).status).toBe(401);
		expect((await ask('GET', '/', host)).status).toBe(421);
		expect((await ask('GET', '/anchor.svg', host)).status).toBe(421);
		const elsewhere = await ask('GET', '/api/v1/key', { host: 'evil.example' });
		expect(elsewhere.status).toBe(421);
		expect(JSON.parse(elsewhere.text)).toMatchObject({ error: { code: 'wrong_host' } });
	});
});

describe('a key elsewhere', () => {
	it.each([
		'/',
		'/settings',
		'/api/connections',
		'/nowhere',
		'/api/nowhere',
		'/anchor.svg',
		'/healthz'
	])('opens nothing at %s, beside a session neither', async (path) => {
		for (const more of [{}, { cookie }]) {
			const { status, text } = await ask('GET', path, {
				authorization: `Bearer ${KEY}`,
				...more
			});
			expect(status).toBe(401);
			expect(JSON.parse(text)).toMatchObject({ error: { code: 'key_not_here' } });
		}
		const inUrl = await ask('GET', `${path}?access_token=${KEY}`, { cookie });
		expect(inUrl.status).toBe(401);
		expect(JSON.parse(inUrl.text)).toMatchObject({ error: { code: 'key_in_url' } });
	});
});
