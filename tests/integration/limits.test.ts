import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decidedRoutes, whoMay } from '../../src/lib/server/http/routes.ts';
import { TestBrowser } from '../support/browser.ts';
import { CLAIM_CODE, type Live, startLive } from '../support/live.ts';
import { raw } from '../support/raw.ts';
import { head, onTheWire } from '../support/wire.ts';

const FORM = 'application/x-www-form-urlencoded';

let live: Live;
let port: number;
let owner: string;
let session: string;

/** As the proxy in front would send it: each client counts for itself. */
const get = (path: string, client: string, headers: Record<string, string> = {}) =>
	raw(live.origin, 'GET', path, { headers: { 'x-forwarded-for': client, ...headers } });

/** The statuses of so many requests, one after the other. */
async function times(count: number, ...asked: Parameters<typeof get>) {
	const statuses: number[] = [];
	for (let at = 0; at < count; at += 1) statuses.push((await get(...asked)).status);
	return statuses;
}

beforeAll(async () => {
	live = await startLive({ ADDRESS_HEADER: 'X-Forwarded-For', XFF_DEPTH: '1' });
	port = Number(new URL(live.origin).port);
	const { browser } = await live.claim();
	await browser.open(`${live.origin}/auth/instagram/login`);
	const pairs = [...browser.cookies(live.origin)].map(([name, value]) => `${name}=${value}`);
	owner = pairs.join('; ');
	session = pairs.find((pair) => pair.startsWith('mooring-session-')) ?? '';
});
afterAll(() => live.remove());

describe('a body', () => {
	it.each(['GET', 'POST', 'DELETE'])('that is compressed is 415, by %s', async (method) => {
		for (const path of ['/settings', '/api/user', '/auth/instagram/login', '/nowhere']) {
			const headers = { 'content-encoding': 'gzip', origin: live.origin, cookie: owner };
			expect((await raw(live.origin, method, path, { headers })).status).toBe(415);
		}
	});

	it('that says that it is too large is 413, before a byte of it was sent', async () => {
		const headers = [
			`Host: localhost:${String(port)}`,
			`Origin: ${live.origin}`,
			`Content-Type: ${FORM}`,
			'Content-Length: 1048577'
		];
		const { status, ms } = await onTheWire(port, head('POST /connect/paste', headers));
		expect(status).toBe(413);
		expect(ms).toBeLessThan(8_000);
	});

	it('that turns out to be too large is 413 as well', async () => {
		const { status, text } = await onTheWire(port, (send) => {
			send(
				head('POST /settings?/end', [
					`Host: localhost:${String(port)}`,
					`Origin: ${live.origin}`,
					`Cookie: ${owner}`,
					`Content-Type: ${FORM}`,
					'Transfer-Encoding: chunked'
				])
			);
			for (let at = 0; at < 12; at += 1) send(`186a0\r\n${'a'.repeat(100_000)}\r\n`);
			send('0\r\n\r\n');
		});
		expect(status).toBe(413);
		expect(text).toContain('more than Mooring reads at once');
	});

	it('of 31 KB is read', async () => {
		const headers = { origin: live.origin, 'content-type': FORM, cookie: owner };
		const body = `address=${'a'.repeat(31_000)}`;
		const { status, text } = await raw(live.origin, 'POST', '/connect/paste', { headers, body });
		expect(status).toBe(400);
		expect(text).toContain('This is no whole address');
	});
});

describe('a cookie of ours', () => {
	it('that comes twice is refused, in one header or in two', async () => {
		const host = `Host: localhost:${String(port)}`;
		const [name = ''] = session.split('=');
		for (const cookies of [
			[`Cookie: ${session}; ${name}=tossed`],
			[`Cookie: ${name}=tossed; ${session}`],
			[`Cookie: ${session}; ${session}`],
			[`Cookie: ${session}`, `Cookie: ${name}=tossed`]
		]) {
			const { status } = await onTheWire(port, head('GET /settings', [host, ...cookies]));
			expect(status).toBe(400);
		}
		const { status } = await get('/settings', '192.0.2.1', { cookie: `${session}; a=1; a=2` });
		expect(status).toBe(200);
	});
});

describe('without a session', () => {
	it.each(
		decidedRoutes().filter((id) => ['signed-in', 'owner', 'setup'].includes(whoMay(id) ?? ''))
	)('%s stays closed, however it is written', async (id) => {
		const path = id.replaceAll(/\[[^\]]+\]/g, 'x');
		const junk = `${session.slice(0, -3)}xyz`;
		for (const cookie of ['', junk]) {
			for (const written of [path, `${path}/`, path.replace('/s', '/%73'), `${path}?x`]) {
				const { status } = await get(written, '192.0.2.2', { cookie });
				expect([written, Math.floor(status / 100)]).not.toEqual([written, 2]);
			}
			const { text } = await get(`${path}/__data.json`, '192.0.2.2', { cookie });
			expect(text).not.toContain('"type":"data"');
			const headers = { cookie, origin: live.origin, 'x-csrf': '1', 'content-type': FORM };
			for (const method of ['POST', 'DELETE', 'PUT', 'PATCH', 'OPTIONS', 'HEAD']) {
				const { status } = await raw(live.origin, method, path, { headers });
				expect([method, [200, 201, 202].includes(status)]).toEqual([method, false]);
			}
		}
	});
});

describe('too many', () => {
	it('claim links from one address are 429 until the minute is over', async () => {
		const client = '198.51.100.1';
		expect(new Set(await times(20, `/claim/${CLAIM_CODE}`, client))).toEqual(new Set([404]));
		const { status, headers, text } = await get(`/claim/${CLAIM_CODE}`, client);
		expect(status).toBe(429);
		expect(Number(headers['retry-after'])).toBeGreaterThan(0);
		expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
		expect(headers['content-type']).toContain('text/html');
		expect(text).toContain('Too many requests');
		expect((await get('/sign-in/x', client)).status).toBe(429);
		expect((await get('/', client)).status).toBe(200);
		expect((await get('/sign-in/x', '198.51.100.2')).status).toBe(404);
	});

	it('unmatched addresses are 429 instead of 404, and nothing else is', async () => {
		const client = '2001:db8:1:1::1';
		const neighbour = '2001:db8:1:1:ffff::2';
		expect(new Set(await times(100, '/wp-login.php', client))).toEqual(new Set([404]));
		expect((await get('/.env', neighbour)).status).toBe(429);
		const { status, text } = await get('/api/nowhere', neighbour);
		expect(status).toBe(429);
		expect(JSON.parse(text)).toMatchObject({ error: { code: 'rate_limited' } });
		for (const path of ['/', '/anchor.svg', '/healthz', '/connect/problem/denied']) {
			expect((await get(path, client)).status).not.toBe(429);
		}
		expect((await get('/.env', '2001:db8:1:2::1')).status).toBe(404);
		expect((await get('/.env', client, { cookie: owner })).status).toBe(404);
	});

	it('starts and callbacks are 429, and each counts for itself', async () => {
		const client = '198.51.100.3';
		expect(await times(120, '/auth/instagram/login', client)).not.toContain(429);
		expect((await get('/auth/facebook/login', client)).status).toBe(429);
		expect(await times(120, '/auth/instagram/callback?code=a&state=b', client)).not.toContain(429);
		const { status, headers } = await get('/auth/instagram/callback?code=a&state=b', client);
		expect([status, headers['referrer-policy']]).toEqual([429, 'no-referrer']);
	});

	it('by others do not lock out who is signed in, and a cookie that is no session wins nothing', async () => {
		const client = '198.51.100.4';
		await times(121, '/auth/instagram/login', client);
		const junk = `${session.slice(0, -3)}xyz`;
		expect((await get('/auth/instagram/login', client, { cookie: junk })).status).toBe(429);
		expect((await get('/auth/instagram/login', client, { cookie: owner })).status).toBe(303);
		expect((await get('/settings', client, { cookie: owner })).status).toBe(200);
	});

	it('are counted by the address that the proxy saw, not by what a client says', async () => {
		for (let at = 0; at < 20; at += 1)
			await get('/sign-in/x', `10.0.0.${String(at)}, 198.51.100.5`);
		expect((await get('/sign-in/x', '10.9.9.9, 198.51.100.5')).status).toBe(429);
	});

	it('of one kind are one line in the log', async () => {
		const client = '198.51.100.6';
		const lines = () => live.output().match(/"status":429/g)?.length ?? 0;
		await times(20, '/sign-in/x', client);
		const before = lines();
		await times(30, '/sign-in/x', client);
		expect(lines() - before).toBe(1);
	});

	it('probes are never too many', async () => {
		expect(new Set(await times(700, '/healthz', '198.51.100.7'))).toEqual(new Set([200]));
	});
});

it('the owner may ask 600 times a minute, whatever it is', async () => {
	// A session of its own, so that it may be used up.
	const browser = new TestBrowser();
	await live.connect(browser, 'ada.draws');
	const pairs = [...browser.cookies(live.origin)].map(([name, value]) => `${name}=${value}`);
	const cookie = pairs.join('; ');
	const statuses = await times(601, '/api/user', '198.51.100.8', { cookie });
	expect(statuses.indexOf(429)).toBeGreaterThan(590);
	expect(statuses.at(-1)).toBe(429);
	expect((await get('/', '198.51.100.8')).status).toBe(200);
});
