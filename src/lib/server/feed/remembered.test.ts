import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { feedWorld, type FeedWorld } from '../../../../tests/support/feed-world.ts';
import { changeFeed } from './change.ts';
import type { Feed } from './feed.ts';
import { setMark } from './marks.ts';

let world: FeedWorld;
let feed: Feed;
beforeEach(async () => {
	world = await feedWorld();
	feed = await world.make();
	await world.post('1');
	// What it shows since when is written down at the first look.
	for (const end of ENDS) await world.ask(`/${feed.slug}${end}`);
});
afterEach(() => world.close());

const ENDS = ['.json', '.rss', '/embed', '/embed?columns=2'];
const doing = { creatorId: 'ada', at: 1, address: null };

it('what was asked for is answered as before, without looking', async () => {
	for (const end of ENDS) {
		const looked = await world.ask(`/${feed.slug}${end}`);
		expect(world.quickly(`/${feed.slug}${end}`)).toEqual(looked);
		const tag = { 'if-none-match': looked.headers['etag'] ?? '' };
		expect(world.quickly(`/${feed.slug}${end}`, tag)).toMatchObject({ status: 304, body: null });
	}
});

it('what was not asked for is not', async () => {
	await world.ask(`/${feed.slug}.json`);
	expect(world.quickly('/nobody.json')).toBeNull();
	expect(world.quickly(`/${feed.slug}/embed?columns=5`)).toBeNull();
	expect(world.quickly(`/${feed.slug}.json`, { 'accept-encoding': 'br' })).toBeNull();
	expect(world.quickly(`/${feed.slug}/i/${'1'.repeat(32)}-640.webp`)).toBeNull();
});

describe('somebody looks again', () => {
	const path = () => `/${feed.slug}.json`;
	beforeEach(async () => {
		await world.ask(path());
		expect(world.quickly(path())).not.toBeNull();
	});

	it.each<[string, () => Promise<unknown>]>([
		['after a post came', () => world.post('2')],
		[
			'after one was hidden',
			() => {
				const marking = { creatorId: 'ada', feedId: feed.id, mediaId: '1' };
				return setMark(world.db, { ...marking, mark: 'hidden' }, 1);
			}
		],
		['after it was switched off', () => changeFeed(world.db, feed.id, { enabled: false }, doing)],
		[
			'after its account left',
			() => world.db.updateTable('connections').set({ disconnectedAt: 1 }).execute()
		]
	])('%s', async (_, happen) => {
		await happen();
		expect(world.quickly(path())).toBeNull();
	});

	it('when it grows old, and when the key is lost', () => {
		world.at.now = 60 * 60_000 + 6;
		expect(world.quickly(path())).toBeNull();
		world.at.now = 10 * 60_000;
		world.at.isLocked = true;
		expect(world.quickly(path())).toBeNull();
	});
});
