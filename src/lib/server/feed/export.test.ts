import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { feedWorld, type FeedWorld } from '../../../../tests/support/feed-world.ts';
import { changeFeed } from './change.ts';
import { exportFeed } from './export.ts';
import { type ExportFolder, exportFolder } from './export-files.ts';
import type { Feed } from './feed.ts';
import type { JsonFeed } from './json-feed.ts';
import { setMark } from './marks.ts';

let world: FeedWorld;
let feed: Feed;
let dir: string;
let count = 0;
beforeEach(async () => {
	world = await feedWorld();
	feed = await world.make();
	for (const digit of ['1', '2', '3']) await world.post(digit);
	dir = join(world.folder, 'site', 'instagram');
});
afterEach(() => world.close());

const lines: string[] = [];
const write = ({
	base = null,
	folder = {},
	slug = feed.slug
}: {
	base?: string | null;
	folder?: Partial<ExportFolder>;
	slug?: string;
} = {}) =>
	exportFeed(
		{
			db: world.db,
			dataDir: world.folder,
			folder: { ...exportFolder(dir, () => `test-${String(count++)}`), ...folder },
			base,
			now: world.at.now,
			every: 1_800_000,
			tell: (line) => lines.push(line)
		},
		slug
	);
const read = (name: string) => readFileSync(join(dir, name), 'utf8');
const json = () => JSON.parse(read('feed.json')) as JsonFeed;
/** Every file with its bytes and when it was written. */
const state = () =>
	readdirSync(dir, { recursive: true, encoding: 'utf8' })
		.toSorted()
		.map((name) => {
			const { mtimeMs, ino, size } = statSync(join(dir, name));
			return { name, mtimeMs, ino, size };
		});
const hide = (mediaId: string) =>
	setMark(world.db, { creatorId: 'ada', feedId: feed.id, mediaId, mark: 'hidden' }, 1);

describe('an export', () => {
	it('is three documents and their pictures, relative to one another', async () => {
		expect(await write()).toEqual({ staleSince: null, reason: null, posts: 3 });
		expect(readdirSync(dir).toSorted()).toEqual(['feed.json', 'feed.rss', 'i', 'index.html']);
		expect(readdirSync(join(dir, 'i'))).toHaveLength(12);
		const { items, ...head } = json();
		expect(head).not.toHaveProperty('feed_url');
		expect(items[0]?.image).toBe(`i/${'3'.repeat(32)}-1080.webp`);
		for (const name of ['feed.json', 'feed.rss', 'index.html']) {
			expect(read(name)).not.toContain('mooring.example.org');
			for (const [file] of read(name).matchAll(/i\/[0-9a-f]{32}-\d+\.\w+/g)) {
				expect(existsSync(join(dir, file))).toBe(true);
			}
		}
	});

	it('names where it will be, where that is known', async () => {
		await write({ base: 'https://ada.example/feed/' });
		expect(json()).toMatchObject({ feed_url: 'https://ada.example/feed/feed.json' });
		expect(json().items[0]?.image).toMatch(/^https:\/\/ada\.example\/feed\/i\/3{32}-1080\.webp$/);
		expect(read('feed.rss')).toContain('href="https://ada.example/feed/feed.rss"');
		expect(read('index.html')).toContain('src="i/');
	});

	it('twice changes nothing', async () => {
		await write();
		const before = state();
		await write();
		expect(state()).toEqual(before);
	});

	it('leaves what is the same, and takes away what is not shown any more', async () => {
		await write();
		const [kept] = state().filter(({ name }) => name.endsWith(`${'1'.repeat(32)}-640.webp`));
		await hide('2');
		await write();
		expect(state()).toContainEqual(kept);
		expect(readdirSync(join(dir, 'i')).filter((name) => name.startsWith('2'))).toEqual([]);
		for (const name of ['feed.json', 'feed.rss', 'index.html']) {
			expect(read(name)).not.toContain('2'.repeat(32));
		}
	});

	it('removes nothing that it did not write', async () => {
		mkdirSync(join(dir, 'i'), { recursive: true });
		const own = ['about.html', 'i/me.jpg', `i/${'e'.repeat(32)}-640.webp`, 'i/.keep'];
		for (const name of own) writeFileSync(join(dir, name), 'mine');
		await write();
		await hide('1');
		await write();
		for (const name of own) expect(read(name)).toBe('mine');
	});

	it('answers by every slug that the feed had', async () => {
		const doing = { creatorId: 'ada', at: 1, address: null };
		await changeFeed(world.db, feed.id, { slug: 'ada' }, doing);
		await expect(write()).resolves.toMatchObject({ posts: 3 });
	});

	it('says how old it is', async () => {
		world.at.now += 86_400_000;
		expect(await write()).toEqual({ staleSince: 5, reason: 'waiting', posts: 3 });
		expect(json()._mooring.reason).toBe('waiting');
	});

	it('is refused of no feed, of one that is off, and of an account that left', async () => {
		await expect(write({ slug: 'nobody' })).rejects.toThrow('No feed has this name');
		await world.db.updateTable('feeds').set({ enabled: 0 }).execute();
		await expect(write()).rejects.toThrow('switched off');
		await world.db.updateTable('feeds').set({ enabled: 1 }).execute();
		await world.db.updateTable('connections').set({ disconnectedAt: 1 }).execute();
		await expect(write()).rejects.toThrow('disconnected');
		expect(existsSync(dir)).toBe(false);
	});
});

describe('cut off', () => {
	const cut = () => Promise.reject(new Error('cut off'));
	/** Everything that the documents name is there. */
	const expectWhole = (ids: string[]) => {
		expect(json().items.map(({ id }) => id)).toEqual(ids);
		for (const name of ['feed.json', 'feed.rss', 'index.html']) {
			for (const [file] of read(name).matchAll(/i\/[0-9a-f]{32}-\d+\.\w+/g)) {
				expect([name, file, existsSync(join(dir, file))]).toEqual([name, file, true]);
			}
		}
	};

	it('before its pictures are there it leaves the old one whole', async () => {
		await write();
		await world.post('4');
		await hide('1');
		await expect(write({ folder: { addPicture: cut } })).rejects.toThrow('cut off');
		expectWhole(['3', '2', '1']);
	});

	it('before its documents are there too', async () => {
		await write();
		await world.post('4');
		await hide('1');
		await expect(write({ folder: { putDocuments: cut } })).rejects.toThrow('cut off');
		expectWhole(['3', '2', '1']);
	});

	it('after them it leaves the new one whole, and the next one takes away what is left', async () => {
		await write();
		await world.post('4');
		await hide('1');
		await expect(write({ folder: { removePicture: cut } })).rejects.toThrow('cut off');
		expectWhole(['4', '3', '2']);
		expect(readdirSync(join(dir, 'i')).some((name) => name.startsWith('1'))).toBe(true);
		await write();
		expect(readdirSync(join(dir, 'i')).some((name) => name.startsWith('1'))).toBe(false);
	});

	it('in the middle of a file it leaves no half of one', async () => {
		await write();
		writeFileSync(join(dir, '.mooring-abc.tmp'), 'half');
		writeFileSync(join(dir, 'i', '.mooring-abc.tmp'), 'half');
		await write();
		expect(
			readdirSync(dir, { recursive: true }).filter((name) => /tmp/.test(String(name)))
		).toEqual([]);
	});
});
