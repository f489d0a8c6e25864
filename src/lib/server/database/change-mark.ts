import type Database from 'better-sqlite3';

/**
 * Tells whether anything was written since: the rows that this connection has changed so far, and
 * SQLite's own count of what others committed (PRAGMA data_version). Two numbers in memory, no read
 * of the file. While a transaction of ours is open it is another one every time: what is seen then
 * may be taken back.
 */
export function changeMarkOf(sqlite: Database.Database): () => string {
	const written = sqlite
		.prepare("SELECT data_version || ' ' || total_changes() FROM pragma_data_version")
		.pluck();
	let opened = 0;
	return () => (sqlite.inTransaction ? `open ${String((opened += 1))}` : String(written.get()));
}
