import { type Kysely, sql } from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';
import { dropCopies } from './copies.ts';
import { nextMark } from './log-mark.ts';
import type { Schema } from './schema.ts';

const TRIES = 20;
const PAUSE_MS = 50;

/**
 * Moves the log into the database file and empties it, so that what was erased stands in neither:
 * `secure_delete` overwrites the file, but the log still holds the pages as they were before.
 * It waits for transactions under way here, and tries for a while where another process reads. The
 * new log begins with a mark (log-mark.ts).
 * @returns whether the old log is gone now; if not, the next checkpoint does it
 */
export async function checkpoint(db: Kysely<Schema>): Promise<boolean> {
	for (let tried = 0; tried < TRIES; tried += 1) {
		if (tried > 0) await sleep(PAUSE_MS);
		const result = await sql<{ busy: 0 | 1 }>`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db);
		if (result.rows[0]?.busy !== 0) continue;
		await db.updateTable('scheduler').set({ logMark: nextMark() }).execute();
		return true;
	}
	return false;
}

/**
 * After something was erased: it is gone from the log too, and from the copies that an update or a
 * restore has left.
 * @returns whether all of it is gone now; if not, the next erasing does it
 */
export async function eraseLeft(db: Kysely<Schema>): Promise<boolean> {
	const isAlone = await dropCopies(db).then(
		() => true,
		() => false
	);
	return (await checkpoint(db)) && isAlone;
}

/**
 * Leaves nothing in the database's files of what was deleted: where SQLite moves rows between pages,
 * copies of them stay behind that `secure_delete` does not find. The whole file is written anew, which
 * stops everything else for some milliseconds per megabyte; copies beside it go.
 * @returns whether all of it is gone now; if not, try again
 * @throws the error of the database, where another process keeps it busy or the disk is full
 */
export async function eraseTraces(db: Kysely<Schema>): Promise<boolean> {
	await sql`VACUUM`.execute(db);
	return eraseLeft(db);
}
