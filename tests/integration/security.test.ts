import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionView } from '../../src/lib/view.ts';
import { TestBrowser } from '../support/browser.ts';
import { freePort } from '../support/instance.ts';
import { CLAIM_CODE, type Live, startLive } from '../support/live.ts';
import { raw } from '../support/raw.ts';

let live: Live;
let owner: TestBrowser;
let connectionId: string;

beforeAll(async () => {
	live = await startLive();
	({ browser: owner, connectionId } = await live.claim());
});
afterAll(() => live.remove());

const at = (path: string) => `${live.origin}${path}`;
const cookieOf = (browser: TestBrowser, kind: string) =>
	[...browser.cookies(live.origin)].find(([name]) => name.includes(`-${kind}-`));
const isSignedIn = async (browser: TestBrowser) =>
	(await browser.api(at('/api/user'))).status === 200;
const codeFor = (username: string, redirectUri = at('/auth/instagram/callback')) =>
	live.control<{ code: string }>('POST', 'code', { redirectUri, username });

async function start(browser: TestBrowser, query = '') {
	const { response } = await browser.open(at(`/auth/instagram/login${query}`));
	return new URL(response.headers.get('location') ?? '').searchParams;
}

describe('a sign-in', () => {
	it('takes over neither a state nor a session that somebody brings along', async () => {
		const browser = new TestBrowser();
		const asked = await start(browser, '?state=chosen-by-somebody');
		expect(asked.get('state')).toMatch(/^[\w-]{43}$/);
		expect(asked.get('state')).not.toContain('chosen');
		const [name = ''] = cookieOf(owner, 'session') ?? [];
		const planted = 'a'.repeat(43);
		browser.cookies(live.origin).set(name, planted);
		await live.connect(browser, 'ada.draws');
		expect(await isSignedIn(browser)).toBe(true);
		expect(browser.cookies(live.origin).get(name)).not.toBe(planted);
		browser.cookies(live.origin).set(name, planted);
		expect(await isSignedIn(browser)).toBe(false);
	});

	it('that comes back fifty times at once is one exchange', async () => {
		const browser = new TestBrowser();
		const state = (await start(browser)).get('state') ?? '';
		const { code } = await codeFor('ada.draws');
		await live.control('DELETE', 'calls');
		const query = new URLSearchParams({ code, state }).toString();
		const answers = await Promise.all(
			Array.from({ length: 50 }, () => browser.open(at(`/auth/instagram/callback?${query}`)))
		);
		expect(answers.filter(({ response }) => response.status === 200)).toHaveLength(1);
		expect((await live.calls())['exchange']).toBe(1);
	});

	it('goes by the account and never by its name', async () => {
		const me = async (userId: string, username: string) => {
			const body = JSON.stringify({ id: '27640875392270001', user_id: userId, username });
			await live.control('POST', 'faults', { endpoint: 'me', kind: 'custom', times: 1, body });
			const browser = new TestBrowser();
			return { browser, answer: await live.connect(browser, 'ada.draws') };
		};
		const impostor = await me('17841400009999999', 'ada.draws');
		expect(impostor.answer.response.headers.get('location')).toBe('/connect/problem/stranger');
		expect(await isSignedIn(impostor.browser)).toBe(false);

		const { body } = await owner.api(at(`/api/connections/${connectionId}`));
		const { account } = (body as { connection: ConnectionView }).connection;
		const renamed = await me(account.id, 'ada.draws.elsewhere');
		expect(await isSignedIn(renamed.browser)).toBe(true);
	});

	it('names one redirect URI, whatever a request says of its host', async () => {
		const hostile = ['evil.example', 'localhost:1', '', 'a@localhost', '[::1]', 'javascript:x'];
		const names = ['host', 'proto', 'port', 'prefix', 'uri', 'server'];
		const found = new Set<string | null>();
		for (const value of hostile) {
			const headers: Record<string, string> = {
				forwarded: `host=${value};proto=https`,
				'x-original-url': value,
				'x-rewrite-url': value,
				'x-forwarded-for': value,
				x_forwarded_host: value,
				...Object.fromEntries(names.map((name) => [`x-forwarded-${name}`, value]))
			};
			for (const [name, sent] of Object.entries(headers)) {
				const { headers: answered } = await raw(live.origin, 'GET', '/auth/instagram/login', {
					headers: { [name]: sent }
				});
				found.add(new URL(answered.location ?? '').searchParams.get('redirect_uri'));
			}
		}
		expect([...found]).toEqual([at('/auth/instagram/callback')]);
	});
});

describe('what is private', () => {
	const made = ['.css', '.js', ';.css', '/x.css', '%0a.css', '/..%2fx.js', '.jpg'];

	it.each(made)('is not found under a name that a cache would keep: %s', async (end) => {
		for (const path of [`/connections/${connectionId}`, '/settings', '/activity']) {
			const { response } = await owner.open(at(`${path}${end}`));
			expect([path, response.status]).toEqual([path, 404]);
			expect(response.headers.get('cache-control')).toBe('no-store');
		}
	});

	it('is marked as nobody else’s, and has no mark to ask again by', async () => {
		const paths = ['/', `/connections/${connectionId}`, '/settings', '/activity', '/setup'];
		const data = paths.map((path) => `${path === '/' ? '' : path}/__data.json`);
		for (const path of [...paths, ...data, '/api/user', '/api/connections']) {
			const { response } = await owner.open(at(path));
			expect([path, response.status]).toEqual([path, 200]);
			expect(response.headers.get('cache-control')).toBe('no-store');
			expect(response.headers.get('vary')).toMatch(/cookie/i);
			expect(response.headers.has('etag')).toBe(false);
			expect(response.headers.has('last-modified')).toBe(false);
		}
	});

	it('is closed to who is signed out, and nobody is signed out by them', async () => {
		const { response } = await new TestBrowser().submit(at('/settings?/everywhere'), {});
		expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
		expect(await isSignedIn(owner)).toBe(true);
	});
});

describe('an address that is nearly right', () => {
	it.each(['/claim/x/', '/sign-in/x/', '/invitation/x/', '/auth/instagram/login/'])(
		'%s is not repeated by a redirect that keeps the method',
		async (path) => {
			expect([200, 303, 404]).toContain((await raw(live.origin, 'GET', path)).status);
		}
	);

	it('with a wrong method under /api/ is answered with JSON', async () => {
		const { status, body } = await owner.api(at('/api/user'), 'PUT');
		expect(status).toBe(405);
		expect(body).toMatchObject({ error: { code: 'method_not_allowed' } });
	});

	it('gives the page of cause its status, and its data 200, or a script would show nothing', async () => {
		expect((await raw(live.origin, 'GET', '/connect/problem/denied')).status).toBe(400);
		const data = await raw(live.origin, 'GET', '/connect/problem/denied/__data.json');
		expect(data.status).toBe(200);
	});
});

it('every cookie on https is ours alone, deletions too', async () => {
	const port = await freePort();
	const origin = 'https://mooring.example';
	const redirectUri = `${origin}/auth/instagram/callback`;
	const https = await startLive({
		ORIGIN: origin,
		PORT: String(port),
		INSTAGRAM_REDIRECT_URI: redirectUri
	});
	try {
		const jar = new Map<string, string>();
		const lines: string[] = [];
		const ask = async (method: string, path: string) => {
			const answer = await raw(`http://127.0.0.1:${String(port)}`, method, path, {
				headers: {
					host: 'mooring.example',
					origin,
					'content-type': 'application/x-www-form-urlencoded',
					cookie: [...jar].map((pair) => pair.join('=')).join('; ')
				}
			});
			for (const line of answer.headers['set-cookie'] ?? []) {
				lines.push(line);
				const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(line) ?? [];
				if (value === '') jar.delete(name);
				else jar.set(name, value);
			}
			return answer;
		};
		await ask('GET', `/claim/${CLAIM_CODE}`);
		const { headers } = await ask('GET', '/auth/instagram/login');
		const state = new URL(headers.location ?? '').searchParams.get('state') ?? '';
		const { code } = await https.control<{ code: string }>('POST', 'code', {
			redirectUri,
			username: 'ada.draws'
		});
		await ask('GET', `/auth/instagram/callback?${new URLSearchParams({ code, state }).toString()}`);
		expect((await ask('GET', '/api/user')).status).toBe(200);
		await ask('POST', '/logout');
		const kinds = lines.map((line) => /^__Host-Http-mooring-([a-z]+)/.exec(line)?.[1]);
		const once = ['attempt', 'claim', 'session'];
		expect(kinds.sort()).toEqual([...once, ...once, 'invitation'].sort());
		for (const line of lines) {
			expect(line).toMatch(/; Path=\/(;|$)/i);
			expect(line).toMatch(/; HttpOnly/i);
			expect(line).toMatch(/; Secure/i);
			expect(line).not.toMatch(/domain=/i);
			expect(line).toMatch(line.includes('-session=') ? /SameSite=Strict/i : /SameSite=Lax/i);
			expect(line.length).toBeLessThan(4096);
		}
	} finally {
		await https.remove();
	}
});
