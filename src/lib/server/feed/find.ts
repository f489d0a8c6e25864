import type { Kysely, Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { notFound } from '../errors.ts';
import { type Feed, feedOf } from './feed.ts';
import type { Marks } from './select.ts';

type Database = Kysely<Schema> | Transaction<Schema>;

/** The row of the feed that has or had this slug, whoever's it is. */
export const rowBySlug = (db: Database, slug: string) =>
	db
		.selectFrom('feedSlugs')
		.innerJoin('feeds', 'feeds.id', 'feedSlugs.feedId')
		.selectAll('feeds')
		.where('feedSlugs.slug', '=', slug)
		.executeTakeFirst();

const ofCreator = (db: Database, creatorId: string) =>
	db
		.selectFrom('feeds')
		.innerJoin('connections', 'connections.id', 'feeds.connectionId')
		.selectAll('feeds')
		.where('connections.creatorId', '=', creatorId);

/** This creator's feeds, the oldest first. */
export async function listFeeds(db: Database, creatorId: string): Promise<Feed[]> {
	const rows = await ofCreator(db, creatorId)
		.orderBy('feeds.createdAt')
		.orderBy('feeds.id')
		.execute();
	return rows.map(feedOf);
}

/**
 * A creator's own feed; another creator's is as unknown as none.
 * @throws AppError not_found
 */
export async function ownFeed(db: Database, creatorId: string, id: string): Promise<Feed> {
	const row = await ofCreator(db, creatorId).where('feeds.id', '=', id).executeTakeFirst();
	if (!row) throw notFound();
	return feedOf(row);
}

/** Every slug that a feed has or had, today's first, then the latest. */
export async function slugsOf(
	db: Database,
	{ id, slug }: Pick<Feed, 'id' | 'slug'>
): Promise<string[]> {
	const rows = await db
		.selectFrom('feedSlugs')
		.select('slug')
		.where('feedId', '=', id)
		.orderBy('since', 'desc')
		.orderBy('slug')
		.execute();
	return [slug, ...rows.map((row) => row.slug).filter((earlier) => earlier !== slug)];
}

export async function readMarks(db: Database, feedId: string): Promise<Marks> {
	const rows = await db
		.selectFrom('feedMarks')
		.select(['mediaId', 'mark'])
		.where('feedId', '=', feedId)
		.orderBy('at', 'desc')
		.orderBy('mediaId')
		.execute();
	const marked = (mark: string) =>
		rows.filter((row) => row.mark === mark).map(({ mediaId }) => mediaId);
	return { hidden: new Set(marked('hidden')), pinned: marked('pinned') };
}
