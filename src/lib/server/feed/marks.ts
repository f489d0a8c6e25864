import type { Kysely, Transaction } from 'kysely';
import { readPosts } from '../content/store.ts';
import type { FeedMarkTable } from '../database/feed-tables.ts';
import type { Schema } from '../database/schema.ts';
import { AppError, notFound } from '../errors.ts';
import type { Feed } from './feed.ts';
import { ownFeed, readMarks } from './find.ts';

export type Mark = FeedMarkTable['mark'];

/** As many posts as may stand first. */
export const MOST_PINNED = 3;

/** Whose mark on what: `at` in milliseconds, the latest pin stands first. */
export type Marking = { creatorId: string; feedId: string; mediaId: string; mark: Mark };

/**
 * Hides or pins a post in one feed; one that is marked stays as it is.
 * @throws AppError not_found (no such feed or post of this creator), too_many
 */
export const setMark = (db: Kysely<Schema>, marking: Marking, at: number): Promise<Feed> =>
	db.transaction().execute(async (trx) => {
		const { creatorId, feedId, mediaId, mark } = marking;
		const feed = await ownFeed(trx, creatorId, feedId);
		const marks = await readMarks(trx, feedId);
		const marked = mark === 'hidden' ? [...marks.hidden] : marks.pinned;
		if (marked.includes(mediaId)) return feed;
		const posts = await readPosts(trx, feed.connectionId);
		if (!posts.some((post) => post.mediaId === mediaId)) throw notFound();
		if (mark === 'pinned' && marked.length >= MOST_PINNED) throw tooManyPinned();
		await trx.insertInto('feedMarks').values({ feedId, mediaId, mark, at }).execute();
		return changed(trx, feed);
	});

/**
 * Shows a post again, or lets it stand where its date puts it; one that is not marked stays as it is.
 * @throws AppError not_found (no such feed of this creator)
 */
export const dropMark = (db: Kysely<Schema>, marking: Marking): Promise<Feed> =>
	db.transaction().execute(async (trx) => {
		const { creatorId, feedId, mediaId, mark } = marking;
		const feed = await ownFeed(trx, creatorId, feedId);
		const { numDeletedRows } = await trx
			.deleteFrom('feedMarks')
			.where('feedId', '=', feedId)
			.where('mediaId', '=', mediaId)
			.where('mark', '=', mark)
			.executeTakeFirst();
		return numDeletedRows > 0n ? changed(trx, feed) : feed;
	});

async function changed(trx: Transaction<Schema>, feed: Feed): Promise<Feed> {
	const version = feed.version + 1;
	await trx.updateTable('feeds').set({ version }).where('id', '=', feed.id).execute();
	return { ...feed, version };
}

const tooManyPinned = () =>
	new AppError(
		'too_many',
		`${String(MOST_PINNED)} posts stand first already. Let one of them go before pinning another.`
	);
