import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

export const isBusy = (error: unknown) =>
	String((error as { code?: unknown } | null)?.code).startsWith('SQLITE_BUSY');

/**
 * Whether a folder's disk gives locks: to a fresh file, which nobody else can hold. SQLite says
 * SQLITE_BUSY for the two alike, a lock that somebody has and one that the disk refuses (ENOLCK,
 * EACCES), as network disks do.
 */
export function givesLocks(folder: string): boolean {
	const file = join(folder, `instance.lock.${randomBytes(6).toString('hex')}`);
	try {
		const sqlite = new Database(file, { timeout: 0 });
		try {
			sqlite.exec('BEGIN EXCLUSIVE; COMMIT; PRAGMA journal_mode = WAL; BEGIN IMMEDIATE');
		} finally {
			sqlite.close();
		}
		return true;
	} catch (error) {
		// What else is wrong with this disk is not for this question to say.
		return !isBusy(error);
	} finally {
		for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(file + suffix, { force: true });
	}
}
