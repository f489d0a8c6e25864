import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { MediaFiles } from './media-files.ts';
import { filesOf } from './picture-names.ts';
import type { KeptPicture } from './post.ts';
import { grow } from './save-walk.ts';

/**
 * Makes files and rows fit again after a crash, an erasure or a backup that was put back: files that
 * no row names are removed, and a row without its files is to be fetched anew. To be called while
 * nothing is written.
 * @returns how many of each there were
 */
export async function sweepFiles(
	{ db, files }: { db: Kysely<Schema>; files: MediaFiles },
	now: number
): Promise<{ files: number; rows: number }> {
	const there = await files.list();
	const rows = await db
		.selectFrom('contentPictures')
		.select(['connectionId', 'subject', 'files'])
		.where('files', 'is not', null)
		.execute();
	const swept = { files: 0, rows: 0 };
	const named = new Map<string, Set<string>>();
	for (const row of rows) {
		const names = filesOf(JSON.parse(row.files ?? '') as KeptPicture);
		const folder = there.get(row.connectionId);
		if (names.every((name) => folder?.has(name))) {
			const all = named.get(row.connectionId) ?? new Set();
			named.set(row.connectionId, new Set([...all, ...names]));
			continue;
		}
		swept.rows += 1;
		await fetchAnew(db, row, now);
	}
	for (const [connectionId, folder] of there) {
		const orphans = [...folder].filter((name) => !named.get(connectionId)?.has(name));
		swept.files += orphans.length;
		if (orphans.length > 0 || folder.size === 0) await files.remove(connectionId, orphans);
	}
	return swept;
}

/** Its post stays where it is, without a picture for now. */
const fetchAnew = (
	db: Kysely<Schema>,
	{ connectionId, subject }: { connectionId: string; subject: string },
	now: number
) =>
	db.transaction().execute(async (trx) => {
		await trx
			.updateTable('contentPictures')
			.set({ files: null, bytes: 0, tries: 0, triedAt: now })
			.where('connectionId', '=', connectionId)
			.where('subject', '=', subject)
			.execute();
		// The account's own is made again where its version is another than the one that was taken.
		await trx
			.updateTable('contentSyncs')
			.set({ nextAttemptAt: now, pictureVersion: null })
			.where('id', '=', connectionId)
			.execute();
		await grow(trx, connectionId);
	});

/** Removes of these files those that no row names: another post may show the same picture. */
export async function removeUnnamed(
	{ db, files }: { db: Kysely<Schema>; files: MediaFiles },
	connectionId: string,
	names: string[]
): Promise<void> {
	const rows = await db
		.selectFrom('contentPictures')
		.select('files')
		.where('connectionId', '=', connectionId)
		.where('files', 'is not', null)
		.execute();
	const named = new Set(rows.flatMap((row) => filesOf(JSON.parse(row.files ?? '') as KeptPicture)));
	await files.remove(
		connectionId,
		names.filter((name) => !named.has(name))
	);
}
