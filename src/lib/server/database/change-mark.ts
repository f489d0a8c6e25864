import { setImmediate } from 'node:timers';
import type Database from 'better-sqlite3';

/**
 * Tells whether anything was written since: the rows that this connection has changed so far, and
 * SQLite's own count of what others committed (sqlite.org, "PRAGMA data_version"), no read of the file.
 * The latter takes a lock, and is asked for once in a round of the event loop: what others commit
 * meanwhile counts as committed after it. While a transaction of ours is open it is another mark every
 * time: what is seen then may be taken back.
 */
export function changeMarkOf(sqlite: Database.Database): () => string {
	// Asked as a table, a pragma is prepared anew every time.
	const version = sqlite.prepare('PRAGMA data_version').pluck();
	const changes = sqlite.prepare('SELECT total_changes()').pluck();
	let others: string | null = null;
	let opened = 0;

	function ofOthers() {
		if (others === null) {
			others = String(version.get());
			setImmediate(() => (others = null));
		}
		return others;
	}

	return () =>
		sqlite.inTransaction
			? `open ${String((opened += 1))}`
			: `${ofOthers()} ${String(changes.get())}`;
}
