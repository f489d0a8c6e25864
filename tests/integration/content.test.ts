import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PICTURES } from '../../simulator/graph/odd-pictures.ts';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import { TestBrowser } from '../support/browser.ts';
import { filesIn } from '../support/leaks.ts';
import { type Live, startLive } from '../support/live.ts';

let live: Live;
let browser: TestBrowser;
let connectionId: string;
beforeAll(async () => {
	live = await startLive();
	({ browser, connectionId } = await live.claim());
	await live.control('POST', 'switches', { postsDrawn: 6 });
});
afterAll(() => live.remove());

/** What the database says, read beside the running server. */
async function rows() {
	const { db } = openDatabase(join(live.dataDir, 'mooring.db'), 'live');
	try {
		const posts = await db.selectFrom('posts').selectAll().orderBy('publishedAt', 'desc').execute();
		const pictures = await db.selectFrom('contentPictures').selectAll().execute();
		const sync = await db.selectFrom('contentSyncs').selectAll().executeTakeFirst();
		return { posts, pictures, sync };
	} finally {
		await db.destroy();
	}
}
async function change(set: object) {
	const { db } = openDatabase(join(live.dataDir, 'mooring.db'), 'live');
	await db.updateTable('contentSyncs').set(set).execute();
	await db.destroy();
}
const files = () => {
	const folder = join(live.dataDir, 'media', connectionId);
	return existsSync(folder) ? readdirSync(folder) : [];
};
/** The drawn posts are larger than the account's own picture, which may come at any time. */
const isOfPost = (name: string) => /-(640|320)\.webp$/.test(name);
/** Lets the job sync once more, and waits for it. */
async function syncAgain() {
	const before = (await rows()).sync?.syncedAt ?? 0;
	await change({ nextAttemptAt: 0 });
	await expect.poll(async () => (await rows()).sync?.syncedAt ?? 0).toBeGreaterThan(before);
	await expect.poll(async () => (await rows()).sync?.leaseOwner).toBeNull();
}

describe('with a feed that is on', { timeout: 120_000 }, () => {
	afterEach(() => live.control('POST', 'switches', { pictures: 'true' }));

	it('posts and our pictures of them are kept, and no link or token of Meta', async () => {
		const { status } = await browser.api(`${live.origin}/api/feeds`, 'POST', { connectionId });
		expect(status).toBe(201);
		await expect
			.poll(async () => (await rows()).sync?.leaseOwner === null && files().length > 0, {
				timeout: 60_000
			})
			.toBe(true);
		const { posts, pictures } = await rows();
		expect(posts).toHaveLength(6);
		expect(pictures.length).toBeGreaterThan(6);
		for (const { files: kept } of pictures) expect(kept).not.toBeNull();
		expect(files().length).toBeGreaterThan(pictures.length);
		const { tokens } = await live.control<{ tokens: string[] }>('GET', 'secrets');
		expect(tokens.length).toBeGreaterThan(0);
		const texts = JSON.stringify(await rows());
		for (const word of [...tokens, live.simulator.url, '/pictures/', 'oh=']) {
			expect(texts).not.toContain(word);
		}
		const kept = filesIn(join(live.dataDir, 'media'));
		for (const { bytes } of kept) {
			for (const token of tokens) expect(bytes.includes(token)).toBe(false);
		}
	});

	// Each waits for the job's next tick; the others are tried beside the room's own files.
	it.each(['redirect', 'bomb', 'oversized'] satisfies (typeof PICTURES)[number][])(
		'a picture that is %s keeps nothing but its own post without one',
		async (pictures) => {
			await live.control('POST', 'switches', { pictures });
			const { id } = await live.control<{ id: string }>('POST', 'media', {
				username: 'ada.draws',
				caption: pictures,
				timestamp: new Date().toISOString()
			});
			const before = files().filter(isOfPost).length;
			await syncAgain();
			const found = await rows();
			expect(found.posts.find(({ mediaId }) => mediaId === id)?.caption).toBe(pictures);
			expect(found.pictures.find(({ subject }) => subject === id)).toMatchObject({
				files: null,
				tries: 1
			});
			expect(files().filter(isOfPost)).toHaveLength(before);
			expect(found.sync?.failing).toBeNull();
		}
	);

	it('disconnecting keeps it switched off, and with erase=1 takes all of it at once', async () => {
		const api = `${live.origin}/api/connections/${connectionId}`;
		expect((await browser.api(api, 'DELETE')).status).toBe(200);
		expect(files().length).toBeGreaterThan(6);
		expect((await browser.api(`${api}?erase=1`, 'DELETE')).status).toBe(200);
		expect(files()).toEqual([]);
		expect(await rows()).toEqual({ posts: [], pictures: [], sync: undefined });
	});
});
