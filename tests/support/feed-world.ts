import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderOf } from '../../src/lib/server/content/media-folder.ts';
import type { PostTable } from '../../src/lib/server/database/content-tables.ts';
import { changeMarkOf } from '../../src/lib/server/database/change-mark.ts';
import { openDatabase } from '../../src/lib/server/database/open.ts';
import { makeFeed, type WantedFeed } from '../../src/lib/server/feed/make.ts';
import { feedServer } from '../../src/lib/server/feed/serve.ts';
import { keptPicture, pictureRow, postRow, seedContent } from './content-rows.ts';

const MINUTE = 60_000;

/** A database with Ada's connection, and what serves its feeds; the clocks are set by hand. */
export async function feedWorld() {
	const folder = mkdtempSync(join(tmpdir(), 'mooring-feed-'));
	const { db, sqlite } = openDatabase(join(folder, 'mooring.db'));
	const connectionId = await seedContent(db);
	const world = { now: 10 * MINUTE, realNow: Date.UTC(2026, 5, 1), isLocked: false };
	const origin = new URL('https://mooring.example.org');
	const serve = () =>
		feedServer({
			db,
			changeMark: changeMarkOf(sqlite),
			dataDir: folder,
			origin,
			clock: { now: () => world.now },
			realNow: () => world.realNow,
			every: 30 * MINUTE,
			isLocked: () => world.isLocked
		});
	let server = serve();

	return {
		db,
		folder,
		connectionId,
		at: world,
		make: (wanted: Partial<WantedFeed> = {}, creatorId = 'ada') =>
			makeFeed(
				db,
				{ connectionId, ...wanted },
				{ creatorId, at: world.now, address: null, random: randomBytes }
			),
		/** Adds a post whose picture is named by a digit, as a sync does. */
		async post(digit: string, facts: Partial<PostTable> = {}) {
			const mediaId = facts.mediaId ?? digit;
			await db
				.insertInto('posts')
				.values(postRow({ mediaId, publishedAt: Number.parseInt(digit, 16) * MINUTE, ...facts }))
				.execute();
			const picture = keptPicture(digit);
			const files = JSON.stringify(picture);
			await db
				.insertInto('contentPictures')
				.values(pictureRow(mediaId, { files, bytes: 4, triedAt: 1 }))
				.execute();
			mkdirSync(folderOf(folder, connectionId), { recursive: true });
			for (const { file } of Object.values(picture).filter((size) => size !== null)) {
				writeFileSync(join(folderOf(folder, connectionId), file), `bytes of ${file}`);
			}
			await this.contentChanged();
			return picture;
		},
		contentChanged: () =>
			db
				.updateTable('contentSyncs')
				.set((eb) => ({ version: eb('version', '+', 1) }))
				.execute(),
		/** Asks as a visitor does; refusals are thrown. */
		ask(
			path: string,
			headers: Record<string, string> = {},
			count: () => number | null = () => null
		) {
			const [rest = '', query = ''] = path.split('?');
			return server.answer({ path: rest, query, headers: new Headers(headers) }, count);
		},
		/** As the front does where nothing happened. */
		quickly(path: string, headers: Record<string, string> = {}) {
			const [rest = '', query = ''] = path.split('?');
			return server.quickly({ path: rest, query, headers: new Headers(headers) });
		},
		variants: () => server.variants(),
		/** As after a restart: nothing is in memory. */
		restart: () => (server = serve()),
		async close() {
			await db.destroy();
			rmSync(folder, { recursive: true });
		}
	};
}

export type FeedWorld = Awaited<ReturnType<typeof feedWorld>>;
