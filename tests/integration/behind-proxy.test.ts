import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/instance.ts';
import { CLAIM_CODE, type Live, startLive } from '../support/live.ts';
import { raw } from '../support/raw.ts';

const ORIGIN = 'https://mooring.example:8443';
const HOST = 'mooring.example:8443';
const LOGIN = '/auth/instagram/login';
const NGINX = 'proxy_set_header Host $http_host;';

let live: Live;
let port = 0;
/** A proxy as it is before anybody has set it up: it asks under the address that it was told. */
let bare: Server;

beforeAll(async () => {
	port = await freePort();
	live = await startLive({ ORIGIN, PORT: String(port) });
	bare = createServer((request, response) => {
		const { method, url: path, headers } = request;
		const host = `127.0.0.1:${String(port)}`;
		const sent = ask({ host: '127.0.0.1', port, method, path, headers: { ...headers, host } });
		sent.on('response', (answer) => {
			response.writeHead(answer.statusCode ?? 0, answer.headers);
			answer.pipe(response);
		});
		request.pipe(sent);
	});
	await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
	bare.close();
	await live.remove();
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
	raw(`http://127.0.0.1:${String(port)}`, method, path, { headers: { host: HOST, ...headers } });
const links = (html: string) =>
	[...html.matchAll(/<a[^>]* href="([^"]*)"/g)].map(([, to = '']) => to.replaceAll('&amp;', '&'));

describe('a proxy that does not pass the Host', () => {
	it('is named to the visitor, and once in the log', async () => {
		const { port: front } = bare.address() as AddressInfo;
		for (let asked = 0; asked < 3; asked += 1) {
			const { status, text } = await raw(`http://127.0.0.1:${String(front)}`, 'GET', '/', {
				headers: { host: HOST }
			});
			expect(status).toBe(421);
			expect(text).toContain(NGINX);
			expect(text).toContain('ProxyPreserveHost On');
			expect(text).not.toContain('answers only at');
			expect(links(text)).toEqual([]);
		}
		const lines = live.output().split('\n');
		const told = lines.filter((line) => line.includes('proxy_set_header'));
		expect(told).toHaveLength(1);
		expect(JSON.parse(told[0] ?? '')).toMatchObject({
			level: 40,
			host: `127.0.0.1:${String(port)}`
		});
	});

	it.each<[string, Record<string, string>]>([
		['nginx’s $host', { host: 'mooring.example', 'x-forwarded-for': '203.0.113.7' }],
		['an upstream block', { host: 'mooring' }],
		['a container', { host: 'app:3000', via: '1.1 front' }],
		['Apache', { host: 'localhost:3000', 'x-forwarded-host': HOST }]
	])('is told as the cause: %s', async (_, headers) => {
		const { status, text } = await get('/', headers);
		expect(status).toBe(421);
		expect(text).toContain(NGINX);
		expect(links(text)).toEqual([]);
	});

	it('is not blamed where a visitor typed another name', async () => {
		const { status, text } = await get('/', { host: 'other.example' });
		expect(status).toBe(421);
		expect(links(text)).toEqual([ORIGIN]);
		expect(text).not.toMatch(/proxy/i);
	});
});

describe('begun by http, where the proxy offers both', () => {
	const BY_HTTP = { referer: 'http://mooring.example/connect' };

	it('the button leads to ORIGIN, and from there to Instagram', async () => {
		const first = await get(`${LOGIN}?scopes=instagram_business_basic`, BY_HTTP);
		expect(first.status).toBe(200);
		expect(first.headers['set-cookie']).toBeUndefined();
		const [button = ''] = links(first.text).filter((to) => to.includes(LOGIN));
		expect(button).toBe(`${ORIGIN}${LOGIN}?scopes=instagram_business_basic`);
		// As a browser asks: from http to https is another site, then it is the same.
		const path = button.slice(ORIGIN.length);
		const claim = await get(`/claim/${CLAIM_CODE}`);
		const cookie = claim.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
		expect(cookie).toMatch(/^__Host-Http-mooring-claim-8443=/);
		const second = await get(path, { cookie, 'sec-fetch-site': 'cross-site' });
		expect(links(second.text)).toContain(button);
		const third = await get(path, { cookie, 'sec-fetch-site': 'same-origin' });
		expect(third.status).toBe(303);
		expect(third.headers.location).toContain('/oauth/authorize');
	});

	it('by an address that was typed it is the same', async () => {
		const { status, text } = await get(LOGIN, { 'x-forwarded-proto': 'http' });
		expect(status).toBe(200);
		expect(links(text)).toContain(ORIGIN + LOGIN);
	});

	it.each([`/claim/${CLAIM_CODE}`, '/invitation/CODE', '/sign-in/CODE'])(
		'%s is done at ORIGIN',
		async (path) => {
			const { status, headers, text } = await get(path, { 'x-forwarded-proto': 'http' });
			expect(status).toBe(421);
			expect(headers['set-cookie']).toBeUndefined();
			expect(links(text)).toEqual([ORIGIN + path]);
		}
	);

	it('an invitation is opened once more at ORIGIN, where its cookie is kept', async () => {
		const referer = 'http://mooring.example/invitation/CODE';
		const { text } = await get(`${LOGIN}?accept`, { referer });
		expect(links(text)).toContain(`${ORIGIN}/invitation/CODE`);
	});

	it('a form says where to repeat it', async () => {
		const headers = {
			origin: 'http://mooring.example',
			'content-type': 'application/x-www-form-urlencoded'
		};
		const { status, text } = await get('/sign-in/CODE', headers, 'POST');
		expect(status).toBe(403);
		expect(links(text)).toEqual([`${ORIGIN}/sign-in/CODE`]);
	});
});
