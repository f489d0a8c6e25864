import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { feedsOf, postsOf, syncOf } from './of-content.ts';
import { pictureKey } from './pictures.ts';
import { LEAVES } from './tables.ts';
import { parsed, told } from './told.ts';

/**
 * Every connection of a creator with its ledger, what programs published by it, its posts and its
 * feeds, one at a time.
 * @param pictures the files of pictures in the export; see pictures.ts
 */
export async function* connectionsPart(
	db: Kysely<Schema>,
	creatorId: string,
	pictures: ReadonlyMap<string, string>
) {
	const rows = await db
		.selectFrom('connections')
		.select(LEAVES.connections)
		.where('creatorId', '=', creatorId)
		.orderBy('connectedAt')
		.orderBy('id')
		.execute();
	for (const { granted, asked, askedLatest, dismissed, ...row } of rows) {
		yield {
			...told(row),
			granted: parsed(granted),
			asked: parsed(asked),
			askedLatest: parsed(askedLatest),
			dismissed: parsed(dismissed),
			picture: pictures.get(pictureKey(row.id)) ?? null,
			ledger: await ledgerOf(db, row.id),
			containers: await containersOf(db, row.id),
			publishes: await publishesOf(db, row.id),
			content: await syncOf(db, row.id),
			posts: await postsOf(db, row.id, pictures),
			feeds: await feedsOf(db, row.id)
		};
	}
}

const ledgerOf = async (db: Kysely<Schema>, connectionId: string) =>
	(
		await db
			.selectFrom('renewals')
			.select(LEAVES.renewals)
			.where('connectionId', '=', connectionId)
			.orderBy('id')
			.execute()
	).map(told);

const containersOf = async (db: Kysely<Schema>, connectionId: string) =>
	(
		await db
			.selectFrom('containers')
			.select(LEAVES.containers)
			.where('connectionId', '=', connectionId)
			.orderBy('madeAt')
			.execute()
	).map(told);

const publishesOf = async (db: Kysely<Schema>, connectionId: string) =>
	(
		await db
			.selectFrom('publishes')
			.select(LEAVES.publishes)
			.where('connectionId', '=', connectionId)
			.orderBy('claimedAt')
			.execute()
	).map(told);
