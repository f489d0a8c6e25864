import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { pictureKey } from './pictures.ts';
import { LEAVES } from './tables.ts';
import { parsed, told } from './told.ts';

/** How the posts of a connection are kept up to date; null: they are not kept. */
export async function syncOf(db: Kysely<Schema>, connectionId: string) {
	const row = await db
		.selectFrom('contentSyncs')
		.select(LEAVES.contentSyncs)
		.where('id', '=', connectionId)
		.executeTakeFirst();
	return row ? told(row) : null;
}

/** The posts that are kept for feeds, the oldest first, each with the file of its picture. */
export async function postsOf(
	db: Kysely<Schema>,
	connectionId: string,
	pictures: ReadonlyMap<string, string>
) {
	const pictureOf = (mediaId: string) => pictures.get(pictureKey(connectionId, mediaId)) ?? null;
	const posts = await db
		.selectFrom('posts')
		.select(LEAVES.posts)
		.where('connectionId', '=', connectionId)
		.orderBy('publishedAt')
		.orderBy('mediaId')
		.execute();
	const children = Map.groupBy(
		await db
			.selectFrom('postChildren')
			.select([...LEAVES.postChildren, 'parentId'])
			.where('connectionId', '=', connectionId)
			.orderBy('position')
			.execute(),
		({ parentId }) => parentId
	);
	return posts.map(({ isSharedToFeed, ...post }) => ({
		...told(post),
		isSharedToFeed: isSharedToFeed === null ? null : isSharedToFeed === 1,
		picture: pictureOf(post.mediaId),
		children: (children.get(post.mediaId) ?? []).map(({ mediaId, kind, alt }) => ({
			mediaId,
			kind,
			alt,
			picture: pictureOf(mediaId)
		}))
	}));
}

/** The feeds of a connection with the addresses that they had, and what is hidden and pinned. */
export async function feedsOf(db: Kysely<Schema>, connectionId: string) {
	const rows = await db
		.selectFrom('feeds')
		.select(LEAVES.feeds)
		.where('connectionId', '=', connectionId)
		.orderBy('createdAt')
		.orderBy('id')
		.execute();
	return Promise.all(
		rows.map(async ({ enabled, rules, ...row }) => ({
			...told(row),
			enabled: enabled === 1,
			rules: parsed(rules),
			slugs: await slugsOf(db, row.id),
			marks: await marksOf(db, row.id)
		}))
	);
}

const slugsOf = async (db: Kysely<Schema>, feedId: string) =>
	(
		await db
			.selectFrom('feedSlugs')
			.select(LEAVES.feedSlugs)
			.where('feedId', '=', feedId)
			.orderBy('since')
			.execute()
	).map(told);

const marksOf = async (db: Kysely<Schema>, feedId: string) =>
	(
		await db
			.selectFrom('feedMarks')
			.select(LEAVES.feedMarks)
			.where('feedId', '=', feedId)
			.orderBy('at')
			.execute()
	).map(told);
