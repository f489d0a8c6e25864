import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Live, startLive } from '../support/live.ts';
import { raw } from '../support/raw.ts';

let live: Live;
let signedIn: Record<string, string>;
let connection: string;

beforeAll(async () => {
	live = await startLive();
	const { browser, connectionId } = await live.claim();
	connection = `/connections/${connectionId}`;
	const pairs = [...browser.cookies(live.origin)].map(([name, value]) => `${name}=${value}`);
	signedIn = { cookie: pairs.join('; ') };
});
afterAll(() => live.remove());

/** A clean answer: no fault of ours, and nothing of our insides. */
async function expectClean(method: string, path: string, headers = {}, body?: string) {
	const before = await live.calls();
	const { status, text } = await raw(live.origin, method, path, {
		headers,
		...(body === undefined ? {} : { body })
	});
	expect(status).toBeGreaterThanOrEqual(200);
	expect(status).toBeLessThan(500);
	expect(text).not.toMatch(/\n\s+at /);
	expect(await live.calls()).toEqual(before);
}

const LONG = 'a'.repeat(14_000);

describe('a callback that is none', () => {
	it.each([
		'',
		'?code=a',
		'?state=b',
		'?code=&state=',
		`?code=${LONG}&state=b`,
		`?code=a&state=${LONG}`,
		'?code=a&code=b&state=c',
		'?code=a&state=b&state=c',
		'?state[]=x&code=a',
		'?code=a%00&state=b',
		'?code=a%0d%0a&state=b',
		'?code=abc%23_&state=x',
		'?error=%3Cscript%3E',
		`?error=access_denied&error_description=${'x'.repeat(9000)}`,
		'?error=access_denied&state=unknown',
		'?iss=x&iss=y',
		'?access_token=x',
		'?code=%ff%fe&state=%ff',
		'?%',
		'?__proto__=1&constructor=2',
		'/?code=a&state=b',
		'/__data.json?code=a&state=b'
	])('%# is refused and Meta is not asked', async (tail) => {
		await expectClean('GET', `/auth/instagram/callback${tail}`, signedIn);
	});

	it.each(['POST', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('by %s', async (method) => {
		await expectClean(method, '/auth/instagram/callback?code=a&state=b', signedIn);
	});
});

describe('an odd address', () => {
	it.each([
		'//auth/instagram/callback?code=a&state=b',
		'/auth/%69nstagram/callback?code=a&state=b',
		'/%',
		'/%ff',
		'/connections/%2e%2e',
		'/connections/x/__data.json',
		'/api/connections/%00',
		'/connect/problem/__proto__',
		'/connect/problem/constructor',
		'/sign-in/x/__data.json',
		'/_app/%2e%2e/%2e%2e/package.json',
		'//evil.example/'
	])('%s is clean, signed in or not, from here or elsewhere', async (path) => {
		await expectClean('GET', path, signedIn);
		await expectClean('GET', path);
		await expectClean('GET', path, { 'sec-fetch-site': 'cross-site' });
	});
});

describe('a form that is none', () => {
	const URLENCODED = 'application/x-www-form-urlencoded';
	it.each([
		['/connect/paste', URLENCODED, ''],
		['/connect/paste', URLENCODED, 'address=%ff'],
		['/connect/paste', URLENCODED, `address=${'a'.repeat(100_000)}`],
		['/connect/paste', URLENCODED, 'address[]=x'],
		['/connect/paste', 'multipart/form-data; boundary=x', '--x\r\nbroken'],
		['/connect/paste', 'multipart/form-data', '--x\r\nbroken'],
		['/settings?/nothing', URLENCODED, 'a=b'],
		['/connections/x?/renew', URLENCODED, 'a=b'],
		['/connections/x?/disconnect', URLENCODED, 'a=b'],
		['/connections/x?/remove', URLENCODED, 'a=b'],
		['CONNECTION?/renew', URLENCODED, 'a=b'],
		['CONNECTION?/remove', URLENCODED, 'a=b'],
		['/practice?/live', 'multipart/form-data', 'a=b'],
		['/setup', URLENCODED, 'a=b'],
		['/auth/instagram/login', URLENCODED, 'a=b']
	])('at %s as %s', async (path, type, body) => {
		const address = path.replace('CONNECTION', connection);
		for (const who of [signedIn, {}]) {
			const headers = { ...who, origin: live.origin, 'content-type': type };
			await expectClean('POST', address, headers, body);
		}
	});

	it('signs nobody out everywhere who is not signed in', async () => {
		const headers = { origin: live.origin, 'content-type': URLENCODED };
		await expectClean('POST', '/settings?/everywhere', headers, 'a=b');
	});
});

describe('an odd header', () => {
	it.each([
		['cookie', 'mooring-session-1='],
		['cookie', `mooring-session-1=${'a'.repeat(9000)}`],
		['cookie', 'a=b; '.repeat(1000)],
		['x-large', 'a'.repeat(20_000)],
		['accept', 'a,'.repeat(5000)],
		['x-forwarded-host', 'evil.example'],
		['x-forwarded-proto', 'https:evil'],
		['x-original-url', '/settings']
	])('%s', async (name, value) => {
		await expectClean('GET', '/api/user', { [name]: value });
	});
});

describe('an address that is nearly right', () => {
	it('answers a wrong method under /api/ with JSON', async () => {
		const headers = { ...signedIn, origin: live.origin, 'x-csrf': '1' };
		const { status, text } = await raw(live.origin, 'PUT', '/api/user', { headers });
		expect(status).toBe(405);
		expect(JSON.parse(text)).toMatchObject({ error: { code: 'method_not_allowed' } });
	});

	it.each([
		'/claim/CODE/',
		'/sign-in/CODE/',
		'/auth/instagram/callback/',
		'/auth/instagram/login/'
	])('%s is not repeated by a 308', async (path) => {
		expect((await raw(live.origin, 'GET', path)).status).not.toBe(308);
	});

	it('gives the page of cause its status, and its data 200, or a script would show nothing', async () => {
		expect((await raw(live.origin, 'GET', '/connect/problem/denied')).status).toBe(400);
		const data = await raw(live.origin, 'GET', '/connect/problem/denied/__data.json');
		expect(data.status).toBe(200);
	});
});
