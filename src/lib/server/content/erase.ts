import type { Kysely } from 'kysely';
import { eraseLeft } from '../database/erase.ts';
import type { Schema } from '../database/schema.ts';
import type { MediaFiles } from './media-files.ts';
import { days } from '../clock.ts';
import { leftAt } from '../connections/left.ts';

/** A post that left Meta's list is hidden for so long, and erased then. */
export const LEFT_POSTS_KEPT = days(7);
/** What is kept of an account that was taken away, or that no feed shows any more. */
export const LEFT_ACCOUNTS_KEPT = days(30);

export type EraseDeps = { db: Kysely<Schema>; files: MediaFiles };

/**
 * Erases all that is kept of a connection's posts: the rows first, then the files, so that a crash in
 * between leaves no row without its file; what it leaves is swept.
 */
export async function eraseContent({ db, files }: EraseDeps, connectionId: string): Promise<void> {
	await db.deleteFrom('contentSyncs').where('id', '=', connectionId).execute();
	await files.removeAll(connectionId);
	await eraseLeft(db);
}

/** Erases what has been hidden for long enough. @returns whether there was anything */
export async function eraseOld({ db, files }: EraseDeps, now: number): Promise<boolean> {
	const erased = await erasePosts(db, now - LEFT_POSTS_KEPT);
	const connections = await db
		.selectFrom('contentSyncs')
		.innerJoin('connections', 'connections.id', 'contentSyncs.id')
		.select([
			'contentSyncs.id',
			'contentSyncs.unwantedSince',
			'connections.disconnectedAt',
			'connections.endedAt',
			'connections.endedCause',
			'connections.tokenSealed'
		])
		.execute();
	const gone = connections.filter((row) => {
		const since = Math.min(leftAt(row) ?? Infinity, row.unwantedSince ?? Infinity);
		return since <= now - LEFT_ACCOUNTS_KEPT;
	});
	for (const { id } of gone) await eraseContent({ db, files }, id);
	if (erased) await eraseLeft(db);
	return erased || gone.length > 0;
}

/** The rows of pictures go with their posts; the files are swept, as no row names them any more. */
async function erasePosts(db: Kysely<Schema>, before: number): Promise<boolean> {
	const old = await db
		.selectFrom('posts')
		.select(['connectionId', 'mediaId'])
		.where('leftAt', '<=', before)
		.execute();
	if (old.length === 0) return false;
	await db.transaction().execute(async (trx) => {
		for (const { connectionId, mediaId } of old) {
			await trx
				.deleteFrom('contentPictures')
				.where('connectionId', '=', connectionId)
				.where((eb) =>
					eb.or([
						eb('subject', '=', mediaId),
						eb(
							'subject',
							'in',
							eb
								.selectFrom('postChildren')
								.select('mediaId')
								.where('connectionId', '=', connectionId)
								.where('parentId', '=', mediaId)
						)
					])
				)
				.execute();
			await trx
				.deleteFrom('posts')
				.where('connectionId', '=', connectionId)
				.where('mediaId', '=', mediaId)
				.execute();
		}
	});
	return true;
}
