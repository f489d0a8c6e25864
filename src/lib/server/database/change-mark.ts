import type Database from 'better-sqlite3';

/**
 * Tells whether anything was written since: the rows that this connection has changed so far, and
 * SQLite's own count of what others committed (PRAGMA data_version). Two numbers in memory, no read
 * of the file.
 */
export function changeMarkOf(sqlite: Database.Database): () => string {
	const own = sqlite.prepare('SELECT total_changes()').pluck();
	const others = sqlite.prepare('PRAGMA data_version').pluck();
	return () => `${String(own.get())} ${String(others.get())}`;
}
