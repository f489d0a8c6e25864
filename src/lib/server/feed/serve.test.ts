import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { feedWorld, type FeedWorld } from '../../../../tests/support/feed-world.ts';
import { changeFeed } from './change.ts';
import type { Feed } from './feed.ts';
import type { JsonFeed } from './json-feed.ts';
import { dropMark, setMark } from './marks.ts';

let world: FeedWorld;
let feed: Feed;
beforeEach(async () => {
	world = await feedWorld();
	feed = await world.make();
	await world.post('1');
	await world.post('2');
});
afterEach(() => world.close());

const doing = { creatorId: 'ada', at: 1, address: null };
const text = (body: Uint8Array | null) => Buffer.from(body ?? []).toString();
const json = async () => {
	const { body } = await world.ask(`/${feed.slug}.json`);
	return JSON.parse(text(body)) as JsonFeed;
};
const shownIds = async () => (await json()).items.map(({ id }) => id);
const mark = (mediaId: string, what: 'hidden' | 'pinned' = 'hidden') => ({
	creatorId: 'ada',
	feedId: feed.id,
	mediaId,
	mark: what
});

describe('a document', () => {
	it.each([
		['.json', 'application/feed+json'],
		['.rss', 'application/rss+xml; charset=utf-8'],
		['/embed', 'text/html; charset=utf-8']
	])('%s has its headers', async (suffix, type) => {
		const { status, headers, body } = await world.ask(`/${feed.slug}${suffix}`);
		expect(status).toBe(200);
		expect(headers).toMatchObject({
			'content-type': type,
			'cache-control': 'public, max-age=300, stale-while-revalidate=86400, stale-if-error=2592000',
			'content-length': String(body?.length),
			'last-modified': 'Mon, 01 Jun 2026 00:00:00 GMT'
		});
		expect(headers['etag']).toMatch(/^"[\w-]{27}"$/);
	});

	it.each([
		['gzip', gunzipSync],
		['br', brotliDecompressSync]
	] as const)('is the same in %s, under a tag of its own', async (coding, unpack) => {
		const path = `/${feed.slug}.json`;
		const plain = await world.ask(path);
		const packed = await world.ask(path, { 'accept-encoding': coding });
		expect(packed.headers['content-encoding']).toBe(coding);
		expect(text(unpack(packed.body ?? ''))).toBe(text(plain.body));
		expect(packed.headers['etag']).not.toBe(plain.headers['etag']);
		const tag = { 'if-none-match': `"x", ${packed.headers['etag'] ?? ''}` };
		const known = await world.ask(path, { 'accept-encoding': coding, ...tag });
		expect(known).toMatchObject({ status: 304, body: null });
		expect(known.headers['etag']).toBe(packed.headers['etag']);
		expect(known.headers).not.toHaveProperty('content-length');
		expect((await world.ask(path, tag)).status).toBe(200);
	});

	it('is not moved by a mere sync, nor by a restart', async () => {
		const paths = ['.json', '.rss', '/embed', '/embed?columns=2'].map((end) => feed.slug + end);
		const all = () => Promise.all(paths.map((path) => world.ask(`/${path}`)));
		const before = await all();
		world.at.realNow += 86_400_000;
		await world.db.updateTable('contentSyncs').set({ syncedAt: 9 }).execute();
		expect(await all()).toEqual(before);
		// Something may have changed, and did not.
		await world.contentChanged();
		expect(await all()).toEqual(before);
		world.restart();
		expect(await all()).toEqual(before);
	});

	it('is another one when a post comes, and says when', async () => {
		await json();
		world.at.realNow += 60_000;
		await world.post('3');
		const { headers } = await world.ask(`/${feed.slug}.json`);
		expect(headers['last-modified']).toBe('Mon, 01 Jun 2026 00:01:00 GMT');
		expect(await shownIds()).toEqual(['3', '2', '1']);
	});

	it('changes later than before, whatever the clock does', async () => {
		const first = await world.ask(`/${feed.slug}.json`);
		world.at.realNow -= 3_600_000;
		await world.post('3');
		const { headers } = await world.ask(`/${feed.slug}.json`);
		const [before, after] = [first, { headers }].map((one) =>
			Date.parse(one.headers['last-modified'] ?? '')
		);
		expect(after).toBe((before ?? 0) + 1000);
	});

	it('tells its age in JSON alone', async () => {
		const others = () =>
			Promise.all(['.rss', '/embed'].map((end) => world.ask(`/${feed.slug}${end}`)));
		const before = await others();
		world.at.now += 40 * 86_400_000;
		expect((await json())._mooring).toMatchObject({
			staleSince: '1970-01-01T00:00:00Z',
			reason: 'waiting'
		});
		expect(await others()).toEqual(before);
		world.at.isLocked = true;
		expect((await json())._mooring.reason).toBe('locked');
		expect(await shownIds()).toEqual(['2', '1']);
	});
});

describe('the page for iframes', () => {
	it('is kept in at most 32 variants', async () => {
		for (let columns = 1; columns <= 6; columns += 1) {
			for (let limit = 1; limit <= 10; limit += 1) {
				await world.ask(`/${feed.slug}/embed?columns=${String(columns)}&limit=${String(limit)}`);
			}
		}
		// Two posts: every limit from two on is the same.
		expect(world.variants()).toBe(11);
		for (let at = 3; at < 9; at += 1) await world.post(String(at));
		for (let columns = 1; columns <= 6; columns += 1) {
			for (let limit = 1; limit <= 10; limit += 1) {
				await world.ask(`/${feed.slug}/embed?columns=${String(columns)}&limit=${String(limit)}`);
			}
		}
		expect(world.variants()).toBe(32);
	});

	it('is the usual one for a query that says nothing', async () => {
		const usual = await world.ask(`/${feed.slug}/embed`);
		expect(await world.ask(`/${feed.slug}/embed?columns=9&limit=0&utm=x`)).toEqual(usual);
	});
});

describe('a picture', () => {
	const path = (digit: string, slug = feed.slug) => `/${slug}/i/${digit.repeat(32)}-640.webp`;

	it('is there for as long as its post is shown, under every slug that its feed had', async () => {
		const answer = await world.ask(path('1'));
		expect(text(answer.body)).toBe(`bytes of ${'1'.repeat(32)}-640.webp`);
		expect(answer.headers).toMatchObject({
			'content-type': 'image/webp',
			'cache-control': 'public, max-age=31536000, immutable'
		});
		await changeFeed(world.db, feed.id, { slug: 'ada-draws' }, doing);
		expect((await world.ask(path('1'))).status).toBe(200);
		expect((await world.ask(path('1', 'ada-draws'))).status).toBe(200);
		await setMark(world.db, mark('1'), 1);
		for (const slug of [feed.slug, 'ada-draws']) {
			await expect(world.ask(path('1', slug))).rejects.toMatchObject({ code: 'not_found' });
		}
		await dropMark(world.db, mark('1'));
		expect((await world.ask(path('1'))).status).toBe(200);
	});

	it('is not there under a feed that does not show it', async () => {
		const other = await world.make({ rules: { containsAny: ['nothing'] } });
		await expect(world.ask(path('1', other.slug))).rejects.toMatchObject({ code: 'not_found' });
	});

	it('is known by its name', async () => {
		const { headers } = await world.ask(path('1'));
		const tag = { 'if-none-match': headers['etag'] ?? '' };
		expect(await world.ask(path('1'), tag)).toMatchObject({ status: 304, body: null });
	});

	it.each(['../../mooring.db', `${'1'.repeat(32)}-640.png`, 'x', `${'3'.repeat(32)}-640.webp`])(
		'is not %s',
		async (file) => {
			await expect(world.ask(`/${feed.slug}/i/${file}`)).rejects.toMatchObject({
				code: 'not_found'
			});
		}
	);
});

describe('nothing is at', () => {
	it.each(['', '/', '/x', '/unknown.json', '/unknown/embed', '/unknown/i/a.webp', '/../feeds'])(
		'%j',
		async (path) => {
			await expect(world.ask(path)).rejects.toMatchObject({ status: 404 });
		}
	);

	it.each(['.json/', '.JSON', '/embed/', '.atom', '', '/i/', '.json%00'])(
		'a slug followed by %j',
		async (end) => {
			await expect(world.ask(`/${feed.slug}${end}`)).rejects.toMatchObject({ status: 404 });
		}
	);
});

it('a feed that is off, or whose account left, is gone: pictures too', async () => {
	const paths = ['.json', '.rss', '/embed', `/i/${'1'.repeat(32)}-640.webp`];
	const expectGone = async () => {
		for (const end of paths) {
			await expect(world.ask(`/${feed.slug}${end}`)).rejects.toMatchObject({ status: 410 });
		}
	};
	await changeFeed(world.db, feed.id, { enabled: false }, doing);
	await expectGone();
	await changeFeed(world.db, feed.id, { enabled: true }, doing);
	expect(await shownIds()).toEqual(['2', '1']);
	await world.db.updateTable('connections').set({ disconnectedAt: 5 }).execute();
	await expectGone();
});

it('documents of a slug that exists are counted, pictures are not, and what is unknown by itself', async () => {
	const counted: string[] = [];
	const count = (what: string) => {
		counted.push(what);
		return null;
	};
	const ends = ['.json', '/embed', `/i/${'1'.repeat(32)}-640.webp`];
	for (const end of ends) await world.ask(`/${feed.slug}${end}`, {}, count as () => null);
	await world.ask('/nobody.json', {}, count as () => null).catch(() => undefined);
	expect(counted).toEqual(['document', 'document', 'unknown']);
	await expect(world.ask(`/${feed.slug}.json`, {}, () => 7)).rejects.toMatchObject({
		code: 'rate_limited',
		retryAfter: 7
	});
});

it('what is pinned stands first', async () => {
	await setMark(world.db, mark('1', 'pinned'), 1);
	const { items } = await json();
	expect(items.map(({ id, _mooring }) => [id, _mooring.pinned])).toEqual([
		['1', true],
		['2', false]
	]);
});
