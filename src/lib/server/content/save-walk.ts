import type { Kysely, Transaction } from 'kysely';
import type { ContentSync, PostChildTable, PostTable } from '../database/content-tables.ts';
import { holdsLease } from '../database/lease.ts';
import type { Connection, Schema } from '../database/schema.ts';
import type { FoundMedia } from '../meta/media.ts';
import type { Judgement } from './judge-left.ts';
import { picturesOf } from './pictures-of.ts';

export type Saved = {
	sync: ContentSync;
	connection: Pick<Connection, 'username' | 'name'>;
	media: FoundMedia[];
	judgement: Pick<Judgement, 'leaving' | 'returning' | 'doubt'>;
	now: number;
};

/**
 * Keeps what a walk found, in one transaction: posts, children, the pictures to be fetched, who left
 * and who returned, and that the sync was good. The version grows only where something changed.
 * @returns false when the sync was overtaken: another lease, or the content was erased
 */
export const saveWalk = (db: Kysely<Schema>, saved: Saved): Promise<boolean> =>
	db.transaction().execute(async (trx) => {
		const { sync, connection, judgement, media, now } = saved;
		const { doubt } = judgement;
		const held = await trx
			.updateTable('contentSyncs')
			.set({
				username: connection.username,
				name: connection.name,
				syncedAt: now,
				failing: null,
				failingSince: null,
				staleToldAt: null,
				doubtedAt: doubt?.at ?? null,
				doubted: doubt && JSON.stringify(doubt.mediaIds)
			})
			.where(holdsLease(sync))
			.executeTakeFirst();
		if (held.numUpdatedRows !== 1n) return false;
		const hasNewName = sync.username !== connection.username || sync.name !== connection.name;
		const hasNewPosts = await savePosts(trx, sync.id, media);
		const hasNewChildren = await saveChildren(trx, sync.id, media);
		const hasNewPictures = await savePictures(trx, sync.id, media);
		const hasMoved = await mark(trx, sync.id, judgement, now);
		if (hasNewName || hasNewPosts || hasNewChildren || hasNewPictures || hasMoved) {
			await grow(trx, sync.id);
		}
		return true;
	});

/** Tells feeds that something which they show has changed. */
export const grow = (trx: Transaction<Schema>, connectionId: string) =>
	trx
		.updateTable('contentSyncs')
		.set((row) => ({ version: row('version', '+', 1) }))
		.where('id', '=', connectionId)
		.execute();

async function savePosts(trx: Transaction<Schema>, connectionId: string, media: FoundMedia[]) {
	const rows = await trx
		.selectFrom('posts')
		.selectAll()
		.where('connectionId', '=', connectionId)
		.execute();
	const known = new Map(rows.map((row) => [row.mediaId, row]));
	let hasChanged = false;
	for (const found of media) {
		const { leftAt = null, ...before } = known.get(found.mediaId) ?? {};
		const row = postRow(connectionId, found);
		if (isSame(before, row)) continue;
		hasChanged = true;
		await trx
			.insertInto('posts')
			.values({ ...row, leftAt })
			.onConflict((post) => post.columns(['connectionId', 'mediaId']).doUpdateSet(row))
			.execute();
	}
	return hasChanged;
}

const postRow = (connectionId: string, found: FoundMedia): Omit<PostTable, 'leftAt'> => ({
	connectionId,
	mediaId: found.mediaId,
	kind: found.kind,
	caption: found.caption,
	permalink: found.permalink,
	publishedAt: found.publishedAt,
	isSharedToFeed: found.isSharedToFeed === null ? null : found.isSharedToFeed ? 1 : 0,
	likes: found.likes,
	comments: found.comments,
	alt: found.alt
});

/** Both have the columns of one table. */
const isSame = (before: object, after: object) =>
	Object.entries(after).every(
		([name, value]) => (before as Record<string, unknown>)[name] === value
	);

async function saveChildren(trx: Transaction<Schema>, connectionId: string, media: FoundMedia[]) {
	const rows = await trx
		.selectFrom('postChildren')
		.selectAll()
		.where('connectionId', '=', connectionId)
		.orderBy('position')
		.execute();
	const known = Map.groupBy(rows, ({ parentId }) => parentId);
	let hasChanged = false;
	for (const found of media) {
		const before = known.get(found.mediaId) ?? [];
		const after = childRows(connectionId, found);
		// A list without children may be one that was cut short: what is known stays.
		if (after.length === 0 || isSameList(before, after)) continue;
		hasChanged = true;
		await trx
			.deleteFrom('postChildren')
			.where('connectionId', '=', connectionId)
			.where('parentId', '=', found.mediaId)
			.execute();
		await trx.insertInto('postChildren').values(after).execute();
	}
	return hasChanged;
}

const childRows = (connectionId: string, { mediaId, children }: FoundMedia): PostChildTable[] =>
	children.map((child, position) => ({
		connectionId,
		parentId: mediaId,
		mediaId: child.mediaId,
		position,
		kind: child.kind,
		alt: child.alt
	}));

const isSameList = (before: object[], after: object[]) =>
	before.length === after.length && after.every((row, place) => isSame(before[place] ?? {}, row));

/**
 * A row for each picture that Meta names. One that is here stays, even where Meta names it no more;
 * one that was never had and is not named any more is not waited for.
 */
async function savePictures(trx: Transaction<Schema>, connectionId: string, media: FoundMedia[]) {
	const rows = await trx
		.selectFrom('contentPictures')
		.select(['subject', 'files'])
		.where('connectionId', '=', connectionId)
		.execute();
	const known = new Map(rows.map((row) => [row.subject, row]));
	let hasChanged = false;
	for (const found of media) {
		const named = new Set(picturesOf(found).map(({ subject }) => subject));
		for (const subject of [found.mediaId, ...found.children.map(({ mediaId }) => mediaId)]) {
			const before = known.get(subject);
			if (named.has(subject) && !before) {
				await trx
					.insertInto('contentPictures')
					.values({ connectionId, subject, files: null, bytes: 0, tries: 0, triedAt: null })
					.execute();
				hasChanged = true;
			} else if (!named.has(subject) && before?.files === null) {
				await trx
					.deleteFrom('contentPictures')
					.where('connectionId', '=', connectionId)
					.where('subject', '=', subject)
					.execute();
				hasChanged = true;
			}
		}
	}
	return hasChanged;
}

async function mark(
	trx: Transaction<Schema>,
	connectionId: string,
	{ leaving, returning }: Pick<Judgement, 'leaving' | 'returning'>,
	now: number
) {
	for (const [ids, leftAt] of [
		[leaving, now],
		[returning, null]
	] as const) {
		if (ids.length === 0) continue;
		await trx
			.updateTable('posts')
			.set({ leftAt })
			.where('connectionId', '=', connectionId)
			.where('mediaId', 'in', ids)
			.execute();
	}
	return leaving.length + returning.length > 0;
}
