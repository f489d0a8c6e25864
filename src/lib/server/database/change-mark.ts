import type Database from 'better-sqlite3';

/**
 * Tells whether anything was written since: the rows that this connection has changed so far, and
 * SQLite's own count of what others committed (PRAGMA data_version). Two numbers in memory, no read
 * of the file. While a transaction of ours is open it is another one every time: what is seen then
 * may be taken back.
 */
export function changeMarkOf(sqlite: Database.Database): () => string {
	// Asked as a table, a pragma is prepared anew every time.
	const version = sqlite.prepare('PRAGMA data_version').pluck();
	const changes = sqlite.prepare('SELECT total_changes()').pluck();
	let opened = 0;
	return () =>
		sqlite.inTransaction
			? `open ${String((opened += 1))}`
			: `${String(version.get())} ${String(changes.get())}`;
}
