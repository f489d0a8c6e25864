import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import {
	type ContentWorld,
	contentWorld,
	graphError,
	jpegNamed,
	pictureAt
} from '../../../../tests/support/content-world.ts';
import { days, hours, minutes } from '../clock.ts';

let world: ContentWorld;
beforeEach(async () => {
	world = await contentWorld();
});
afterEach(() => world.close());

const state = () => world.content.state('a');
const first = async () => (await world.content.posts('a'))[0];
const EVERY = minutes(30);

describe('a sync', () => {
	it('keeps posts and their pictures, and no link of Meta and no token in any row', async () => {
		world.meta.posts = [
			{ id: '9', at: 9000, caption: 'ink', like_count: 3, comments_count: 1, alt_text: 'a boat' },
			{
				id: '8',
				at: 8000,
				media_type: 'CAROUSEL_ALBUM',
				children: {
					data: [
						{
							id: '81',
							media_type: 'VIDEO',
							media_url: 'https://x/y.mp4',
							thumbnail_url: pictureAt('81')
						},
						{ id: '82', media_type: 'IMAGE', media_url: pictureAt('82') }
					]
				}
			},
			{
				id: '7',
				at: 7000,
				media_type: 'VIDEO',
				media_product_type: 'REELS',
				thumbnail_url: pictureAt('7'),
				is_shared_to_feed: false
			},
			{ id: '6', at: 6000, media_type: 'HOLOGRAM', media_url: pictureAt('6') },
			{ id: '5', at: 5000, media_product_type: 'STORY' },
			{ id: 'odd', at: 4000 }
		];
		await world.content.run();
		expect(await world.content.posts('a')).toMatchObject([
			{ mediaId: '9', kind: 'image', caption: 'ink', likes: 3, comments: 1, alt: 'a boat' },
			{
				mediaId: '8',
				kind: 'carousel',
				children: [
					{ mediaId: '81', kind: 'video' },
					{ mediaId: '82', kind: 'image' }
				]
			},
			{ mediaId: '7', kind: 'reel', isSharedToFeed: false },
			{ mediaId: '6', kind: 'post' }
		]);
		for (const post of await world.content.posts('a')) expect(post.picture).not.toBeNull();
		expect(world.fetched.sort()).toEqual(['6', '7', '81', '82', '9']);
		expect(world.files()).toHaveLength(10);
		const rows = [];
		for (const table of ['posts', 'postChildren', 'contentPictures', 'contentSyncs'] as const) {
			rows.push(await world.db.selectFrom(table).selectAll().execute());
		}
		expect(JSON.stringify(rows)).not.toMatch(/cdninstagram|secret-signature|IGAA|leak/);
	});

	it('is one call, and the next comes after the interval; nothing moves by it', async () => {
		world.meta.posts = world.post(30);
		await world.content.run();
		const before = await state();
		expect(world.graph()).toHaveLength(1);
		expect(world.graph()[0]?.searchParams.get('limit')).toBe('100');
		await world.later(EVERY - 1);
		expect(world.graph()).toHaveLength(1);
		await world.later(1);
		expect(world.graph()).toHaveLength(2);
		expect(world.fetched).toHaveLength(30);
		expect(await state()).toEqual({ ...before, syncedAt: world.clock.now() });
	});

	it('takes in what is new and what was changed', async () => {
		world.meta.posts = world.post(3);
		await world.content.run();
		const { version = 0 } = (await state()) ?? {};
		world.meta.posts = [{ id: '2000', at: world.clock.now() }, ...world.post(3)];
		await world.later(EVERY);
		expect(await world.shown()).toEqual(['2000', '1000', '999', '998']);
		expect((await state())?.version).toBeGreaterThan(version);
		world.meta.posts = world.meta.posts.map((post) => ({ ...post, caption: 'new words' }));
		await world.later(EVERY);
		expect(await first()).toMatchObject({ caption: 'new words' });
	});

	it.each([
		['none where nobody asks', { max: 24, since: null }, 1],
		['as far as a date goes back', { max: 24, since: -Infinity }, 4],
		['five at most', { max: 24, since: -Infinity }, 6]
	])('reads older pages: %s', async (name, wanted, pages) => {
		world.meta.posts = world.post(name.startsWith('five') ? 900 : 350);
		world.meta.pictureFault = () => new Response('', { status: 404 });
		Object.assign(world.wanted[0] ?? {}, wanted);
		await world.content.run();
		expect(world.graph()).toHaveLength(pages);
		expect(await world.shown()).toHaveLength(Math.min(pages * 100, world.meta.posts.length));
	});

	it('leaves a field out that Meta refuses, and remembers that', async () => {
		world.meta.posts = world.post(1);
		world.meta.fault = (url) =>
			url.searchParams.get('fields')?.includes('alt_text')
				? graphError(100, { message: 'Tried accessing nonexisting field (alt_text)' })
				: null;
		await world.content.run();
		expect(await world.shown()).toHaveLength(1);
		await world.later(EVERY);
		expect(world.graph()).toHaveLength(3);
		await world.later(days(1));
		expect(world.graph()).toHaveLength(5);
	});

	it('asks for less where Meta finds an answer too large', async () => {
		world.meta.posts = world.post(120);
		world.meta.fault = (url) =>
			Number(url.searchParams.get('limit')) > 30
				? graphError(1, { message: 'Please reduce the amount of data you are asking for' }, 500)
				: null;
		await world.content.run();
		expect(await world.shown()).toHaveLength(100);
	});

	it('reads a caption again that the list has cut, once and where it has changed', async () => {
		const whole = 'a'.repeat(2100);
		world.meta.posts = [{ id: '1', at: 1000, caption: whole.slice(0, 2000) }];
		world.meta.captions.set('1', whole);
		await world.content.run();
		expect(await first()).toMatchObject({ caption: whole });
		world.meta.posts = [{ id: '1', at: 1000, caption: 'b'.repeat(2000) }];
		world.meta.captions.set('1', 'b'.repeat(2200));
		await world.later(EVERY);
		expect(await first()).toMatchObject({ caption: 'b'.repeat(2200) });
		world.meta.captions.set('1', `${'b'.repeat(2000)} and a new end`);
		await world.later(EVERY);
		expect(await first()).toMatchObject({ caption: `${'b'.repeat(2000)} and a new end` });
	});

	it('keeps captions as they came', async () => {
		const caption = '<script>alert(1)</script> 🎨 שלום \u0000\u0001 ﷽ {{x}}';
		world.meta.posts = [{ id: '1', at: 1000, caption: `${caption}\ud800` }];
		await world.content.run();
		expect(await first()).toMatchObject({ caption: `${caption}\ufffd` });
	});

	it('lets no address pass but one of Instagram', async () => {
		world.meta.posts = [
			'javascript:alert(1)',
			'http://www.instagram.com/p/a/',
			'https://www.instagram.com.evil.example/',
			'https://u:p@www.instagram.com/p/a/'
		].map((permalink, place) => ({ id: String(place), at: 1000 * place, permalink }));
		await world.content.run();
		for (const { permalink } of await world.content.posts('a')) expect(permalink).toBeNull();
	});

	it('of one account that is slow stops no other', async () => {
		await world.add('b');
		world.wanted.push({ connectionId: 'b', max: 24, since: null });
		world.meta.posts = world.post(2);
		let answer: (response: Response) => void = () => undefined;
		world.meta.fault = (url) =>
			url.pathname.startsWith('/v25.0/a/') ? new Promise((resolve) => (answer = resolve)) : null;
		const slow = world.content.run();
		await expect.poll(() => world.shown('b')).toHaveLength(2);
		const again = world.content.run();
		await again;
		answer(Response.json({ data: [] }));
		await slow;
	});

	it('is joined by who asks for it meanwhile', async () => {
		world.meta.posts = world.post(2);
		await Promise.all([
			world.content.run(),
			world.content.syncNow('a'),
			world.content.syncNow('a')
		]);
		expect(world.graph()).toHaveLength(1);
		expect(await world.shown()).toHaveLength(2);
		await world.content.syncNow('a');
		expect(world.graph()).toHaveLength(2);
		await world.content.syncNow('nobody');
		expect(world.graph()).toHaveLength(2);
	});

	it('stops for what no feed wants, and goes on at once where one does again', async () => {
		await world.content.run();
		const [feed] = world.wanted.splice(0);
		await world.later(EVERY);
		await world.later(EVERY);
		expect(world.graph()).toHaveLength(1);
		if (feed) world.wanted.push(feed);
		await world.content.run();
		expect(world.graph()).toHaveLength(2);
	});
});

describe('a sync that fails', () => {
	beforeEach(async () => {
		world.meta.posts = world.post(3);
		await world.content.run();
	});

	it.each([
		['meta_unreachable', () => Promise.reject(new TypeError('fetch failed'))],
		['meta_unreachable', () => new Response('<html>', { status: 502 })],
		['meta_unreachable', () => graphError(2, { is_transient: true }, 500)],
		['rate_limited', () => graphError(4)],
		['rate_limited', () => graphError(80002)],
		['permission_missing', () => graphError(10)],
		['permission_missing', () => graphError(200)],
		['needs_reconnect', () => graphError(190, { error_subcode: 460 })]
	] as const)('keeps what is there and says %s', async (reason, fault) => {
		const syncedAt = (await state())?.syncedAt;
		world.meta.fault = fault;
		await world.later(EVERY);
		expect(await state()).toMatchObject({ failing: reason, syncedAt });
		expect(await world.shown()).toHaveLength(3);
		world.meta.fault = null;
		await world.later(hours(2));
		expect(await state()).toMatchObject({ failing: null, syncedAt: world.clock.now() });
	});

	it('of a token that ended asks nothing, and is made up for when it is connected again', async () => {
		await world.change({ endedCause: 'password_changed', endedAt: 1 });
		await world.later(EVERY);
		expect(world.graph()).toHaveLength(1);
		expect(await state()).toMatchObject({ failing: 'needs_reconnect', isLeft: false });
		await world.change({ endedCause: null, endedAt: null, connectedAt: world.clock.now() + 1 });
		await world.later(minutes(1));
		expect(await state()).toMatchObject({ failing: null, syncedAt: world.clock.now() });
	});

	it('waits under the brake, but not for its creator', async () => {
		await world.deps.brake.heard(
			{ id: 'a', provider: 'instagram' },
			{
				status: 200,
				headers: new Headers({ 'x-app-usage': '{"call_count":80}' }),
				bytes: new Uint8Array()
			}
		);
		await world.later(EVERY);
		// After a hold one call passes.
		await world.later(minutes(4));
		const before = world.graph().length;
		expect(before).toBeLessThanOrEqual(2);
		await world.content.syncNow('a');
		expect(world.graph()).toHaveLength(before + 1);
	});

	it('is told its creator once, after a day, and again the next time', async () => {
		world.meta.fault = () => graphError(10);
		await world.later(EVERY);
		await world.later(hours(23));
		expect(world.told).toEqual([]);
		await world.later(hours(1));
		await world.later(days(3));
		expect(world.told).toEqual([
			{
				what: 'feed stale',
				creatorId: 'ada',
				sentence:
					'The feeds of @ada.draws show the last good copy, from 1 January. Meta does not permit reading posts.'
			}
		]);
		world.meta.fault = null;
		await world.later(EVERY);
		world.meta.fault = () => graphError(10);
		await world.later(days(2));
		expect(world.told).toHaveLength(2);
	});
});

test('forty days without Meta change nothing of what is shown', async () => {
	world.meta.posts = world.post(60);
	await world.content.run();
	const [posts, before, files] = [await world.content.posts('a'), await state(), world.files()];
	world.meta.fault = () => Promise.reject(new TypeError('fetch failed'));
	world.meta.pictureFault = () => Promise.reject(new TypeError('fetch failed'));
	for (let day = 0; day < 40; day += 1) {
		await world.later(days(1));
		await world.content.tidy();
		expect(await world.content.posts('a')).toEqual(posts);
	}
	expect(await state()).toMatchObject({ version: before?.version, syncedAt: before?.syncedAt });
	expect(world.files()).toEqual(files);
	expect(world.told).toHaveLength(1);
});

describe('a post that left', () => {
	beforeEach(async () => {
		world.meta.posts = world.post(20);
		await world.content.run();
	});
	const without = (count: number) => {
		world.meta.posts = world.post(20).slice(0, 20 - count);
	};

	it('is hidden at once, returns if it returns, and is erased after 7 days', async () => {
		without(1);
		await world.later(EVERY);
		expect(await world.shown()).toHaveLength(19);
		without(0);
		await world.later(EVERY);
		expect(await world.shown()).toHaveLength(20);
		expect(world.fetched).toHaveLength(20);
		without(1);
		await world.later(EVERY);
		world.clock.time += days(7) - 1;
		await world.content.tidy();
		expect(world.files()).toHaveLength(40);
		world.clock.time += 1;
		await world.content.tidy();
		expect(world.files()).toHaveLength(38);
		const left = await world.db.selectFrom('posts').select('mediaId').execute();
		expect(left).toHaveLength(19);
	});

	it.each([
		['six of them', 6, 14],
		['all', 20, 0]
	])('with %s waits for a second look and a direct read', async (_, count, rest) => {
		without(count);
		await world.later(EVERY);
		expect(await world.shown()).toHaveLength(20);
		const before = world.graph().length;
		await world.later(EVERY);
		expect(world.graph()).toHaveLength(before + 2);
		expect(await world.shown()).toHaveLength(rest);
	});

	it('is shown while Meta does not answer when it is read directly', async () => {
		without(10);
		world.meta.fault = (url) => (url.pathname.endsWith('/media') ? null : graphError(2, {}, 500));
		await world.later(EVERY);
		await world.later(EVERY);
		await world.later(EVERY);
		expect(await world.shown()).toHaveLength(20);
		world.meta.fault = null;
		await world.later(EVERY);
		expect(await world.shown()).toHaveLength(10);
	});

	it('for a moment only has never left', async () => {
		without(15);
		await world.later(EVERY);
		without(0);
		await world.later(EVERY);
		without(15);
		await world.later(EVERY);
		expect(await world.shown()).toHaveLength(20);
	});
});

describe('a picture', () => {
	it.each<[string, (name: string) => Response]>([
		['SVG', () => new Response('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
		['HTML', () => new Response('<html>a page that is longer than twenty bytes</html>')],
		[
			'a redirect',
			() => new Response('', { status: 302, headers: { location: 'http://169.254.169.254/' } })
		],
		[
			'eleven megabytes',
			() => new Response(Buffer.concat([jpegNamed('x'), Buffer.alloc(11_000_000)]))
		],
		['a link that ran out', () => new Response('URL signature expired', { status: 403 })]
	])('that is %s is missing, and its post is shown', async (_, fault) => {
		world.meta.posts = world.post(2);
		world.meta.pictureFault = (name) => (name === '1000' ? fault(name) : null);
		await world.content.run();
		expect(await world.content.posts('a')).toMatchObject([
			{ mediaId: '1000', picture: null },
			{ mediaId: '999', picture: { full: { width: 1440 } } }
		]);
	});

	it('that failed is tried again with the links of ten later syncs', async () => {
		world.meta.posts = world.post(1);
		world.meta.pictureFault = () => new Response('', { status: 500 });
		await world.content.run();
		for (let more = 0; more < 12; more += 1) await world.later(EVERY);
		expect(world.fetched).toHaveLength(11);
	});

	it('arrives with a later sync, which feeds hear of', async () => {
		world.meta.posts = world.post(1);
		world.meta.pictureFault = () => new Response('', { status: 500 });
		await world.content.run();
		const { version = 0 } = (await state()) ?? {};
		world.meta.pictureFault = null;
		await world.later(EVERY);
		expect(await first()).toMatchObject({ picture: { full: { width: 1440 } } });
		expect((await state())?.version).toBeGreaterThan(version);
	});

	it('that Meta does not name is not waited for', async () => {
		world.meta.posts = [
			{ id: '2', at: 2000, media_type: 'VIDEO', media_url: 'https://x.cdninstagram.com/film.mp4' },
			{ id: '1', at: 1000, media_url: null, thumbnail_url: pictureAt('small') }
		];
		await world.content.run();
		expect(await world.content.posts('a')).toMatchObject([
			{ mediaId: '2', picture: null },
			{ mediaId: '1', picture: { full: {} } }
		]);
		expect(world.fetched).toEqual(['small']);
	});

	it('of a host that is not Meta is never asked for', async () => {
		world.meta.posts = [
			{ id: '1', at: 1000, media_url: 'http://169.254.169.254/latest/meta-data' },
			{ id: '2', at: 2000, media_url: 'https://cdninstagram.com.evil.example/a.jpg' }
		];
		await world.content.run();
		const hosts = new Set(world.calls.map(({ hostname }) => hostname));
		expect([...hosts]).toEqual(['graph.instagram.com']);
		expect(world.fetched).toEqual([]);
		expect(await world.shown()).toEqual(['2', '1']);
	});
});

test('the own picture of the account is made again whenever it is another one', async () => {
	await world.close();
	let picture = 'one';
	world = await contentWorld({ readAccountPicture: () => Promise.resolve(jpegNamed(picture)) });
	await world.content.run();
	expect((await state())?.account.picture).toBeNull();
	await world.change({ pictureType: 'image/jpeg', pictureVersion: 'one' });
	await world.later(EVERY);
	const before = (await state())?.account.picture;
	expect(before).not.toBeNull();
	picture = 'two';
	await world.change({ pictureVersion: 'two' });
	await world.later(EVERY);
	expect((await state())?.account.picture?.full.file).not.toBe(before?.full.file);
	await world.later(hours(2));
	await world.content.tidy();
	expect(world.files()).toHaveLength(2);
});

describe('where the room for pictures is full', () => {
	beforeEach(async () => {
		await world.close();
		const bytes = jpegNamed('1000').length;
		world = await contentWorld();
		world.deps.settings.mediaMaxBytes = 2 * bytes * 5;
		await world.close();
		world = await contentWorld({ settings: world.deps.settings });
		world.deps.settings.dataDir = world.dataDir;
	});

	it('new posts come without a picture, the owner hears of it once, and nothing is lost', async () => {
		world.meta.posts = world.post(8);
		await world.content.run();
		await world.later(EVERY);
		const posts = await world.content.posts('a');
		expect(posts).toHaveLength(8);
		const had = posts.filter(({ picture }) => picture !== null).length;
		expect(had).toBeGreaterThan(2);
		expect(had).toBeLessThan(8);
		expect(world.told.filter(({ what }) => what === 'no room for pictures')).toHaveLength(1);
		world.deps.settings.mediaMaxBytes *= 10;
		await world.later(EVERY);
		for (const { picture } of await world.content.posts('a')) expect(picture).not.toBeNull();
		await world.content.tidy();
		expect(await world.db.selectFrom('mediaSpace').selectAll().execute()).toEqual([]);
	});
});

describe('an account that was taken away', () => {
	const gone = () => world.change({ disconnectedAt: world.clock.now(), tokenSealed: null });
	beforeEach(async () => {
		world.meta.posts = world.post(3);
		await world.content.run();
	});

	it('is off, keeps everything for 30 days, and comes back with the same pictures', async () => {
		const { tokenSealed } = await world.row();
		const before = world.files();
		await gone();
		await world.later(days(30) - 2);
		await world.content.tidy();
		expect(await state()).toMatchObject({ isLeft: true });
		world.clock.time += 1;
		expect(world.files()).toEqual(before);
		await world.change({
			disconnectedAt: null,
			tokenSealed,
			connectedAt: world.clock.now(),
			nextAttemptAt: null,
			expiresAt: null
		});
		await world.later(1);
		expect(await state()).toMatchObject({ isLeft: false, syncedAt: world.clock.now() });
		expect(world.fetched).toHaveLength(3);
	});

	it('is erased after 30 days', async () => {
		await gone();
		await world.later(days(30));
		await world.content.tidy();
		expect(world.files()).toEqual([]);
		expect(await world.db.selectFrom('posts').selectAll().execute()).toEqual([]);
		expect(await world.db.selectFrom('contentPictures').selectAll().execute()).toEqual([]);
	});

	it('is erased at once where that is asked for', async () => {
		await gone();
		await world.content.erase('a');
		expect(world.files()).toEqual([]);
		expect(await world.shown()).toEqual([]);
	});

	it('is erased while a sync is under way, and nothing of it comes back', async () => {
		await world.content.erase('a');
		world.meta.pictureFault = (name) =>
			name === '999'
				? world.content.erase('a').then(() => new Response(Buffer.from(jpegNamed(name))))
				: null;
		await world.content.run();
		expect(world.files()).toEqual([]);
		expect(await world.shown()).toEqual([]);
	});
});
