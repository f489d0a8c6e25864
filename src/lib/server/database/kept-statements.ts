import type Database from 'better-sqlite3';
import type { SqliteDatabase } from 'kysely';

type Preparing = { prepare(sql: string): Database.Statement<unknown[]>; close(): unknown };

/** More than the app has; lists of many lengths make the rest. */
const MOST = 200;

/**
 * The database as Kysely takes it, with statements that are prepared once: preparing costs as much
 * as a small query itself. SQLite prepares anew by itself where the schema changed.
 */
export function keepingStatements(sqlite: Preparing): SqliteDatabase {
	const kept = new Map<string, Database.Statement<unknown[]>>();
	return {
		prepare(sql) {
			const known = kept.get(sql);
			// One that is being read row by row cannot begin again.
			if (known && !known.busy) return known;
			const fresh = sqlite.prepare(sql);
			if (kept.size >= MOST) kept.clear();
			kept.set(sql, fresh);
			return fresh;
		},
		close: () => {
			kept.clear();
			sqlite.close();
		}
	};
}
