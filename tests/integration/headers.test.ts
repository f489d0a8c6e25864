import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, startInstance } from '../support/instance.ts';
import { type Live, startLive } from '../support/live.ts';
import { raw } from '../support/raw.ts';

let live: Live;
let owner: Record<string, string>;
let connection: string;
let script: string;

const get = (path: string, headers: Record<string, string> = {}) =>
	raw(live.origin, 'GET', path, { headers });

beforeAll(async () => {
	live = await startLive();
	const { browser, connectionId } = await live.claim();
	connection = `/connections/${connectionId}`;
	const pairs = [...browser.cookies(live.origin)].map(([name, value]) => `${name}=${value}`);
	owner = { cookie: pairs.join('; ') };
	const { text } = await get('/');
	script = `/_app/immutable/${/_app\/immutable\/([^"']+\.js)/.exec(text)?.[1] ?? ''}`;
});
afterAll(() => live.remove());

describe('every answer', () => {
	it.each([
		['a page', 'GET', '/', 200],
		['a page that is not there', 'GET', '/nowhere', 404],
		['an address that nobody can decode', 'GET', '/%ff', 400],
		['a redirect', 'GET', '/settings', 303],
		['the data of a page', 'GET', '/__data.json', 200],
		['JSON', 'GET', '/api/user', 401],
		['a method from elsewhere', 'PUT', '/api/user', 403],
		['a probe', 'GET', '/healthz', 200],
		['a slash too many', 'GET', '/settings/', 308],
		['a file', 'GET', '/anchor.svg', 200],
		['a script', 'GET', 'SCRIPT', 200],
		['a script that is not there', 'GET', '/_app/immutable/none.js', 404],
		['the version', 'GET', '/_app/version.json', 200],
		['a method that nobody knows here', 'TRACE', '/', 400],
		['a method that a file does not have', 'OPTIONS', '/anchor.svg', 405],
		['a form sent to a script', 'POST', 'SCRIPT', 405],
		['a refused form', 'POST', '/logout', 403]
	])('has our headers: %s', async (_name, method, path, status) => {
		const target = path.replace('SCRIPT', script);
		const { headers, status: found } = await raw(live.origin, method, target);
		expect(found).toBe(status);
		expect(headers).toMatchObject({
			'x-content-type-options': 'nosniff',
			'x-frame-options': 'DENY',
			'cross-origin-opener-policy': 'same-origin',
			'cross-origin-resource-policy': 'same-origin'
		});
		expect(headers['referrer-policy']).toMatch(/^(same-origin|no-referrer)$/);
		expect(headers['permissions-policy']).toContain('camera=()');
		expect(headers['content-security-policy']).toContain("default-src 'none'");
		expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
		expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
		const isFile = status === 200 && /^\/(_app|anchor)/.test(target);
		if (isFile) expect(headers['cache-control']).not.toContain('no-store');
		else expect(headers['cache-control']).toBe('no-store');
		expect(headers.etag !== undefined).toBe(isFile);
		expect(headers['strict-transport-security']).toBeUndefined();
		if (status === 405) expect(headers.allow).toBe('GET, HEAD');
	});

	it('lets a script be kept for ever, which is named after its content', async () => {
		expect((await get(script)).headers['cache-control']).toContain('immutable');
	});

	it('is only for our Host, files too', async () => {
		for (const path of ['/', '/anchor.svg', script, '/api/user', '/_app/version.json']) {
			for (const host of ['evil.example', 'localhost', 'localhost.', '127.0.0.1', '[::1]']) {
				const { status, text, headers } = await get(path, { host });
				expect([path, host, status]).toEqual([path, host, 421]);
				expect(text).toContain(live.origin);
				expect(headers['x-content-type-options']).toBe('nosniff');
			}
		}
	});
});

describe('a redirect for a slash too many', () => {
	it.each(['/settings/', '/connect/', '/connect/paste/', '/setup/', '/api/user/'])(
		'repeats nothing of what the address held: %s',
		async (path) => {
			const { status, headers, text } = await get(`${path}?code=SECRET&state=SECRET`);
			expect(status).toBe(308);
			expect(headers.location).toBe(path.slice(0, -1));
			expect(JSON.stringify(headers) + text).not.toContain('SECRET');
			expect(headers['cache-control']).toBe('no-store');
			expect(headers['x-content-type-options']).toBe('nosniff');
		}
	);
});

describe('the policy of a page', () => {
	const directives = (policy: string) =>
		new Map(
			policy.split(';').map((part) => {
				const [name = '', ...sources] = part.trim().split(/\s+/);
				return [name, sources] as const;
			})
		);

	it.each([
		['/', 'nobody'],
		['/', 'owner'],
		['CONNECTION', 'owner'],
		['/settings', 'owner'],
		['/setup', 'owner'],
		['/connect', 'owner'],
		['/connect/problem/denied', 'nobody'],
		['/connect/paste', 'nobody'],
		['/auth/instagram/login', 'from elsewhere'],
		['/claim/wrong', 'nobody'],
		['/nowhere', 'nobody']
	])('allows nothing inline but what carries its nonce: %s for %s', async (path, who) => {
		const cookies = who === 'owner' ? owner : {};
		const site = who === 'from elsewhere' ? { 'sec-fetch-site': 'cross-site' } : {};
		const answer = await get(path.replace('CONNECTION', connection), { ...cookies, ...site });
		expect(answer.headers['content-type']).toContain('text/html');
		const policy = directives(String(answer.headers['content-security-policy']));
		expect([...policy.values()].flat()).not.toContain("'unsafe-inline'");
		expect([...policy.values()].flat()).not.toContain("'unsafe-eval'");
		for (const none of ['default-src', 'frame-ancestors', 'base-uri', 'object-src']) {
			expect([none, policy.get(none)]).toEqual([none, ["'none'"]]);
		}
		const [nonce] = policy.get('script-src')?.filter((one) => one.startsWith("'nonce-")) ?? [];
		expect(policy.get('script-src')).toEqual(["'self'", nonce]);
		const inline = [...answer.text.matchAll(/<(script|style)\b([^>]*)>/g)];
		expect(inline.length).toBeGreaterThan(0);
		for (const [, , attributes] of inline) {
			expect(`'nonce-${/nonce="([^"]+)"/.exec(attributes ?? '')?.[1] ?? ''}'`).toBe(nonce);
		}
		expect(answer.text).not.toMatch(/<[^>]+\s(style|on\w+)=/);
	});

	it('has another nonce each time', async () => {
		const nonces = new Set<string>();
		for (let at = 0; at < 50; at += 1) {
			const policy = String((await get('/')).headers['content-security-policy']);
			nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? '');
		}
		expect(nonces.size).toBe(50);
	});

	it('lets forms lead to us and to Meta, and nowhere else', async () => {
		const { headers } = await get('/connect', owner);
		const policy = directives(String(headers['content-security-policy']));
		for (const source of policy.get('form-action') ?? []) {
			expect(source).toMatch(/^('self'|https:\/\/www\.facebook\.com|http:\/\/127\.0\.0\.1:\d+)$/);
		}
	});
});

it('on https every answer tells browsers to stay there', async () => {
	const port = await freePort();
	const instance = await startInstance({
		ORIGIN: 'https://mooring.example',
		PORT: String(port),
		INSTAGRAM_CLIENT_ID: '990602627938098',
		INSTAGRAM_CLIENT_SECRET: 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
	});
	try {
		const headers = { host: 'mooring.example' };
		for (const path of ['/', '/anchor.svg', '/nowhere', '/settings/', '/healthz', '/api/user']) {
			const answer = await raw(`http://127.0.0.1:${String(port)}`, 'GET', path, { headers });
			expect([path, answer.headers['strict-transport-security']]).toEqual([
				path,
				'max-age=31536000; includeSubDomains'
			]);
		}
	} finally {
		await instance.remove();
	}
});

it('the page of last resort is calm too, and says nothing of what failed', async () => {
	const sqlite = new Database(join(live.dataDir, 'mooring.db'));
	const rename = (from: string, to: string) => sqlite.exec(`ALTER TABLE ${from} RENAME TO ${to}`);
	// What every page shows around its own content cannot be read: Kit has its own page for that.
	rename('scheduler', 'gone');
	try {
		const { status, headers, text } = await get('/', { accept: 'text/html' });
		expect(status).toBe(500);
		expect(text).toContain('<h1>This page cannot be shown</h1>');
		expect(text).toContain('Something went wrong in Mooring; its log says what.');
		expect(text).not.toMatch(/scheduler|no such table/);
		const [, style = ''] = /<style>([^<]*)<\/style>/.exec(text) ?? [];
		const hash = createHash('sha256').update(style).digest('base64');
		expect(style).toContain('prefers-color-scheme:dark');
		expect(headers['content-security-policy']).toContain(`style-src 'sha256-${hash}';`);
	} finally {
		rename('gone', 'scheduler');
		sqlite.close();
	}
});
