import type Database from 'better-sqlite3';

const CHECK = "CHECK (provider IN ('instagram', 'facebook'))";

/**
 * The logins are one table in code (lib/logins.ts), so the columns no longer list them. SQLite has
 * no statement that drops a CHECK; its documentation names this way ("ALTER TABLE", section 7), which
 * touches no row: copying would delete, by cascade, what belongs to a connection.
 */
export function anyLogin(sqlite: Database.Database) {
	const version = sqlite.pragma('schema_version', { simple: true }) as number;
	sqlite.unsafeMode(true);
	try {
		sqlite.pragma('writable_schema = ON');
		sqlite
			.prepare("UPDATE sqlite_schema SET sql = replace(sql, ?, '') WHERE type = 'table'")
			.run(` ${CHECK}`);
		sqlite.pragma(`schema_version = ${String(version + 1)}`);
		sqlite.pragma('writable_schema = OFF');
	} finally {
		sqlite.unsafeMode(false);
	}
}
