import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectionRow } from '../../../../tests/support/connection-row.ts';
import { feedWorld, type FeedWorld } from '../../../../tests/support/feed-world.ts';
import { changeFeed, deleteFeed } from './change.ts';
import { listFeeds, ownFeed, readMarks, rowBySlug, slugsOf } from './find.ts';
import { dropMark, setMark } from './marks.ts';

let world: FeedWorld;
beforeEach(async () => {
	world = await feedWorld();
	await world.db.insertInto('creators').values({ id: 'bo', createdAt: 1 }).execute();
});
afterEach(() => world.close());

let at = 1e9;
const doing = { creatorId: 'ada', at, address: null };
const change = (id: string, what: Parameters<typeof changeFeed>[2], creatorId = 'ada') =>
	changeFeed(world.db, id, what, { ...doing, at: ++at, creatorId });

describe('a new feed', () => {
	it('is on, named as its account, at an address that nobody guesses', async () => {
		const feed = await world.make();
		expect(feed).toMatchObject({ name: 'ada.draws', isOn: true, connectionId: 'a' });
		expect(feed.slug).toMatch(/^[a-z0-9]{16}$/);
		expect(await listFeeds(world.db, 'ada')).toEqual([feed]);
		expect(await listFeeds(world.db, 'bo')).toEqual([]);
	});

	it.each([
		['of no connection', { connectionId: 'x' }, 'ada', 'not_found'],
		["of somebody else's", {}, 'bo', 'not_found'],
		['with a wrong rule', { rules: { max: 0 } }, 'ada', 'invalid_request'],
		['with no name', { name: ' ' }, 'ada', 'invalid_request'],
		['with a long name', { name: 'x'.repeat(61) }, 'ada', 'invalid_request']
	])('is refused %s', async (_, wanted, creatorId, code) => {
		await expect(world.make(wanted, creatorId)).rejects.toMatchObject({ code });
	});

	it('is refused of an account that is disconnected', async () => {
		await world.db.updateTable('connections').set({ disconnectedAt: 1 }).execute();
		await expect(world.make()).rejects.toMatchObject({ code: 'not_connected' });
	});

	it('is refused as the eleventh of its account, not of another', async () => {
		for (let at = 0; at < 10; at += 1) await world.make();
		await expect(world.make()).rejects.toMatchObject({ code: 'too_many', status: 409 });
		await world.db
			.insertInto('connections')
			.values(connectionRow({ id: 'b' }))
			.execute();
		await expect(world.make({ connectionId: 'b' })).resolves.toBeDefined();
	});
});

describe('a slug', () => {
	it('that was changed goes on answering, and may be taken again', async () => {
		const feed = await world.make();
		await change(feed.id, { slug: 'ada' });
		await change(feed.id, { slug: 'ada-2' });
		for (const slug of [feed.slug, 'ada', 'ada-2']) {
			expect((await rowBySlug(world.db, slug))?.id).toBe(feed.id);
		}
		const again = await change(feed.id, { slug: 'ada' });
		expect(await slugsOf(world.db, again)).toEqual(['ada', 'ada-2', feed.slug]);
	});

	it('that another feed has or had is taken', async () => {
		const [one, two] = [await world.make(), await world.make()];
		await change(one.id, { slug: 'ada' });
		await change(one.id, { slug: 'ada-2' });
		for (const slug of ['ada', 'ada-2', one.slug]) {
			await expect(change(two.id, { slug })).rejects.toMatchObject({
				code: 'slug_taken',
				status: 409
			});
		}
		expect((await ownFeed(world.db, 'ada', two.id)).slug).toBe(two.slug);
	});

	it('is one of twenty at the most', async () => {
		const { id } = await world.make();
		for (let n = 1; n < 20; n += 1) await change(id, { slug: `ada-${String(n)}` });
		await expect(change(id, { slug: 'one-more' })).rejects.toMatchObject({ code: 'too_many' });
		await expect(change(id, { slug: 'ada-3' })).resolves.toBeDefined();
	});

	it('is free again when its feed is deleted', async () => {
		const [one, two] = [await world.make(), await world.make()];
		await change(one.id, { slug: 'ada' });
		expect(await deleteFeed(world.db, one.id, doing)).toEqual(['ada', one.slug]);
		expect((await change(two.id, { slug: 'ada' })).slug).toBe('ada');
	});
});

it("another creator's feed is as unknown as none", async () => {
	const { id } = await world.make();
	await world.post('1');
	const marking = { creatorId: 'bo', feedId: id, mediaId: '1', mark: 'hidden' as const };
	for (const refused of [
		ownFeed(world.db, 'bo', id),
		change(id, { name: 'mine' }, 'bo'),
		deleteFeed(world.db, id, { ...doing, creatorId: 'bo' }),
		setMark(world.db, marking, 1),
		dropMark(world.db, marking)
	]) {
		await expect(refused).rejects.toMatchObject({ code: 'not_found' });
	}
});

describe('a mark', () => {
	const marking = (feedId: string, mediaId: string, mark: 'hidden' | 'pinned') => ({
		creatorId: 'ada',
		feedId,
		mediaId,
		mark
	});

	it('is set once, of a post that is here, and outlives it', async () => {
		const { id } = await world.make();
		await world.post('1');
		const hidden = await setMark(world.db, marking(id, '1', 'hidden'), 1);
		expect(await setMark(world.db, marking(id, '1', 'hidden'), 2)).toEqual(hidden);
		await expect(setMark(world.db, marking(id, '9', 'hidden'), 1)).rejects.toMatchObject({
			code: 'not_found'
		});
		await world.db.deleteFrom('posts').execute();
		expect((await readMarks(world.db, id)).hidden).toEqual(new Set(['1']));
		await dropMark(world.db, marking(id, '1', 'hidden'));
		expect((await readMarks(world.db, id)).hidden).toEqual(new Set());
	});

	it('lets three stand first, the latest before the others', async () => {
		const { id } = await world.make();
		for (const digit of ['1', '2', '3', '4']) await world.post(digit);
		for (const digit of ['1', '3', '2']) {
			await setMark(world.db, marking(id, digit, 'pinned'), Number(`${digit === '2' ? 9 : 1}`));
		}
		expect((await readMarks(world.db, id)).pinned).toEqual(['2', '1', '3']);
		await expect(setMark(world.db, marking(id, '4', 'pinned'), 10)).rejects.toMatchObject({
			code: 'too_many'
		});
	});
});

it('what changed is told in the activity, without names', async () => {
	const { id } = await world.make();
	await change(id, { name: 'Another' });
	await change(id, { slug: 'ada', enabled: false });
	await deleteFeed(world.db, id, doing);
	const lines = await world.db.selectFrom('auditLog').select(['kind', 'detail']).execute();
	expect(lines.map(({ kind, detail }) => [kind, JSON.parse(detail) as unknown])).toEqual([
		['feed_made', { feedId: id }],
		['feed_changed', { feedId: id, what: 'address' }],
		['feed_changed', { feedId: id, what: 'off' }],
		['feed_deleted', { feedId: id }]
	]);
});
