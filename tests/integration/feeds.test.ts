import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonFeed } from '../../src/lib/server/feed/json-feed.ts';
import type { FeedView } from '../../src/lib/view.ts';
import { TestBrowser } from '../support/browser.ts';
import { runCommand } from '../support/command.ts';
import { type Live, startLive } from '../support/live.ts';
import { issuedSecrets } from '../support/practice.ts';
import { raw } from '../support/raw.ts';

let live: Live;
let browser: TestBrowser;
let connectionId: string;
let feed: FeedView;

type Item = JsonFeed['items'][number];
let items: Item[];

/** What the feed shows, as a website reads it. */
const read = async () => (JSON.parse((await get(`${base()}.json`)).text) as JsonFeed).items;

beforeAll(async () => {
	live = await startLive();
	await live.control('POST', 'switches', { postsDrawn: 5 });
	({ browser, connectionId } = await live.claim());
	const { body } = await api('', 'POST', { connectionId });
	({ feed } = body);
	({ feed } = (await api(`/${feed.id}/sync`, 'POST')).body);
	items = await read();
});
afterAll(() => live.remove());

const api = (path: string, method = 'GET', sent?: unknown, by = browser) =>
	by.api(`${live.origin}/api/feeds${path}`, method, sent);
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
	raw(live.origin, method, path, { headers });
const base = () => `/feed/${feed.slug}`;
/** The path of the picture of a post. */
const picture = (item: Item | undefined) => new URL(item?.image ?? '').pathname;

/** What no answer at /feed may have: each of it is of our own pages. */
const OF_PAGES = [
	'x-frame-options',
	'cross-origin-opener-policy',
	'set-cookie',
	'permissions-policy'
];

describe('every answer at /feed', () => {
	const all: [string, string, number][] = [
		['GET', '.json', 200],
		['GET', '.rss', 200],
		['GET', '/embed?columns=2', 200],
		['HEAD', '.json', 200],
		['HEAD', '/embed', 200],
		['GET', 'PICTURE', 200],
		['GET', '.atom', 404],
		['GET', '/i/x.webp', 404],
		['GET', '/__data.json', 404],
		['POST', '.json', 405],
		['DELETE', '.json', 405],
		['TRACE', '.json', 405],
		['OPTIONS', '.json', 204]
	];

	it.each(all)('%s …%s may be read and framed anywhere: %i', async (method, end, status) => {
		const path = end === 'PICTURE' ? picture(items[0]) : base() + end;
		const { headers, status: found, text } = await get(path, {}, method);
		expect(found).toBe(status);
		expect(headers).toMatchObject({
			'access-control-allow-origin': '*',
			'cross-origin-resource-policy': 'cross-origin',
			'x-content-type-options': 'nosniff',
			vary: 'Accept-Encoding'
		});
		expect(headers['content-security-policy']).toContain('frame-ancestors *');
		expect(Object.keys(headers).filter((name) => OF_PAGES.includes(name))).toEqual([]);
		if (status === 200) {
			expect(headers['cache-control']).toContain('public');
			expect(headers.etag).toMatch(/^"/);
			expect(headers['x-request-id']).toBeUndefined();
		} else {
			expect(headers['cache-control']).toBe('no-store');
			expect(headers.etag).toBeUndefined();
		}
		if (status === 405) expect(headers.allow).toBe('GET, HEAD, OPTIONS');
		if (method === 'HEAD') {
			expect(text).toBe('');
			expect(Number(headers['content-length'])).toBeGreaterThan(0);
		}
	});

	it.each([
		['an image of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' }],
		['a script of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }],
		['a frame', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' }],
		['a key in a header', { authorization: `Bearer moor_aB3dE6gH_${'x'.repeat(49)}` }],
		['a cookie twice', { cookie: 'session=a; session=b' }],
		['a navigation', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' }]
	])('is the same for %s', async (_, headers) => {
		const usual = await get(`${base()}.json`);
		const answer = await get(`${base()}.json`, headers);
		expect([answer.status, answer.text]).toEqual([200, usual.text]);
		expect(answer.headers['set-cookie']).toBeUndefined();
	});

	it('ignores a key in its address, and what Kit would read', async () => {
		const key = `moor_aB3dE6gH_${'x'.repeat(49)}`;
		expect(
			(await get(`${base()}.json?access_token=${key}&/x&x-sveltekit-invalidated=1`)).status
		).toBe(200);
	});

	it.each(['/%66eed', '/feed/..', '//feed', '/FEED'])('is not at %s', async (prefix) => {
		const { status, headers } = await get(`${prefix}/${feed.slug}.json`);
		expect(status).toBe(404);
		if (!prefix.startsWith('/feed/')) expect(headers['x-frame-options']).toBe('DENY');
	});

	it('is only for our Host', async () => {
		const { status, headers } = await get(`${base()}.json`, { host: 'evil.example' });
		expect(status).toBe(421);
		expect(headers['cache-control']).toBe('no-store');
	});

	it('304 is made by us, per coding', async () => {
		for (const coding of ['identity', 'gzip', 'br']) {
			const encoding = { 'accept-encoding': coding };
			const first = await get(`${base()}.json`, encoding);
			const tag = { 'if-none-match': `W/"other", W/${first.headers.etag ?? ''}` };
			const second = await get(`${base()}.json`, { ...encoding, ...tag });
			expect([coding, second.status, second.text]).toEqual([coding, 304, '']);
			expect(second.headers.etag).toBe(first.headers.etag);
			expect(second.headers['cache-control']).toBe(first.headers['cache-control']);
			expect(second.headers.vary).toBe('Accept-Encoding');
		}
		expect((await get(`${base()}.rss`, { 'if-none-match': '*' })).status).toBe(304);
	});

	it('a preflight lets conditional requests through', async () => {
		const { headers } = await get(`${base()}.json`, {}, 'OPTIONS');
		expect(headers).toMatchObject({
			'access-control-allow-methods': 'GET, HEAD',
			'access-control-allow-headers': '*'
		});
	});
});

it('robots may read feeds and nothing else', async () => {
	const { text } = await get('/robots.txt');
	expect(text).toBe('User-agent: *\nAllow: /feed/\nDisallow: /\n');
});

describe('/api/feeds', () => {
	it('tells a feed in the shape of the contract', () => {
		expect(feed).toEqual({
			id: feed.id,
			slug: feed.slug,
			name: 'ada.draws',
			connectionId,
			enabled: true,
			rules: {
				kinds: ['image', 'carousel', 'video', 'reel'],
				containsAny: [],
				containsNone: [],
				notBefore: null,
				max: 24,
				offGridReels: false,
				counts: false
			},
			addresses: {
				json: `${live.origin}${base()}.json`,
				rss: `${live.origin}${base()}.rss`,
				embed: `${live.origin}${base()}/embed`
			},
			syncedAt: expect.stringMatching(/Z$/) as string,
			staleSince: null,
			reason: null
		});
	});

	it('hides a post, with its picture, at once, and shows it again', async () => {
		const post = items[1];
		const file = picture(post).replace(/^.*\/([0-9a-f]{32}).*$/, '$1');
		expect((await get(picture(post))).status).toBe(200);
		expect((await api(`/${feed.id}/hidden/${post?.id ?? ''}`, 'PUT')).status).toBe(200);
		expect((await get(picture(post))).status).toBe(404);
		for (const end of ['.json', '.rss', '/embed']) {
			expect((await get(base() + end)).text).not.toContain(file);
		}
		expect((await api(`/${feed.id}/hidden/${post?.id ?? ''}`, 'DELETE')).status).toBe(200);
		expect((await get(picture(post))).status).toBe(200);
	});

	it('refuses strangers, other sites and what is wrong', async () => {
		const stranger = new TestBrowser();
		expect((await api('', 'GET', undefined, stranger)).status).toBe(401);
		expect((await api('', 'POST', { connectionId }, stranger)).status).toBe(401);
		const foreign = await raw(live.origin, 'POST', '/api/feeds', {
			headers: { origin: 'https://evil.example' },
			body: '{}'
		});
		expect(foreign.status).toBe(403);
		for (const [path, method, sent, status] of [
			['', 'POST', { connectionId, rules: { max: 0 } }, 400],
			['', 'POST', { connectionId: 'x' }, 404],
			['', 'POST', { name: 'x' }, 400],
			[`/${feed.id}`, 'PATCH', { slug: 'A' }, 400],
			[`/${feed.id}`, 'PATCH', { enabled: 'no' }, 400],
			['/none', 'GET', undefined, 404],
			['/none', 'DELETE', undefined, 404],
			[`/${feed.id}/hidden/none`, 'PUT', undefined, 404],
			[`/${feed.id}/pinned/${items[0]?.id ?? ''}`, 'POST', undefined, 405]
		] as const) {
			expect([path, method, (await api(path, method, sent)).status]).toEqual([
				path,
				method,
				status
			]);
		}
	});

	it('changes the slug; the one before goes on answering', async () => {
		const made = await api('', 'POST', { connectionId, name: 'Second' });
		const second = (made.body as { feed: FeedView }).feed;
		expect((await api(`/${second.id}`, 'PATCH', { slug: 'ada-draws' })).status).toBe(200);
		const taken = await api(`/${feed.id}`, 'PATCH', { slug: second.slug });
		expect(taken).toMatchObject({ status: 409, body: { error: { code: 'slug_taken' } } });
		const [now, before] = [
			await get('/feed/ada-draws.json'),
			await get(`/feed/${second.slug}.json`)
		];
		expect([now.status, now.text]).toEqual([200, before.text]);
		expect((await api(`/${second.id}`, 'PATCH', { enabled: false })).status).toBe(200);
		expect((await get('/feed/ada-draws.json')).status).toBe(410);
		const gone = await api(`/${second.id}`, 'DELETE');
		expect(gone.body).toEqual({ removed: second.id, slugs: ['ada-draws', second.slug] });
		expect((await get('/feed/ada-draws.json')).status).toBe(404);
	});

	it('refuses an eleventh', async () => {
		const more = await Promise.all(
			Array.from({ length: 10 }, () => api('', 'POST', { connectionId }))
		);
		expect(more.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
			...Array<number>(9).fill(201),
			409
		]);
	});
});

it('no byte of a feed or an export holds a token, a key, a cookie, a link of the picture hosts or a hidden post', async () => {
	const [, hidden] = await read();
	const mark = `/${feed.id}/hidden/${hidden?.id ?? ''}`;
	expect((await api(mark, 'PUT')).status).toBe(200);
	const ofHidden = [hidden?.id ?? '', hidden?.url ?? '', new URL(hidden?.image ?? '').pathname];
	expect(ofHidden.map((text) => text.length > 10)).toEqual([true, true, true]);
	const secrets = await issuedSecrets(live.simulator.url);
	expect(secrets.length).toBeGreaterThan(2);
	const told = [...secrets, ...browser.cookies(live.origin).values(), ...ofHidden];
	const expectClean = (all: string) => {
		expect(told.filter((secret) => all.includes(secret))).toEqual([]);
		expect(all).not.toMatch(/cdninstagram|fbcdn|_simulator|moor_/);
	};
	for (const end of ['.json', '.rss', '/embed']) {
		const { text, headers } = await get(base() + end);
		expectClean(text + JSON.stringify(headers));
	}
	const dir = join(live.dataDir, 'exported');
	const env = { DATA_DIR: live.dataDir, ORIGIN: live.origin };
	const { code } = await runCommand(live.dataDir, ['export-feed', feed.slug, dir], env);
	expect(code).toBe(0);
	const files = readdirSync(dir, { recursive: true, encoding: 'utf8' });
	expect(files.length).toBeGreaterThan(10);
	expectClean(files.map((name) => `/feed/${feed.slug}/${name}`).join('\n'));
	for (const name of files.filter((one) => one.includes('.'))) {
		expectClean(readFileSync(join(dir, name), 'latin1'));
	}
	expect((await api(mark, 'DELETE')).status).toBe(200);
});

it('documents are asked for 600 times a minute at the most, pictures without end', async () => {
	const answers: number[] = [];
	for (let at = 0; at < 620; at += 20) {
		const some = await Promise.all(
			Array.from({ length: 20 }, () => get(`${base()}.json`, { 'if-none-match': '*' }))
		);
		answers.push(...some.map(({ status }) => status));
	}
	expect(answers.at(-1)).toBe(429);
	const refused = await get(`${base()}.json`);
	expect(refused.headers).toMatchObject({
		'access-control-allow-origin': '*',
		'cache-control': 'no-store'
	});
	expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
	expect((await get(picture(items[0]))).status).toBe(200);
});
