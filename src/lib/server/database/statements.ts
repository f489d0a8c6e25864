import type Database from 'better-sqlite3';
import type { SqliteDatabase } from 'kysely';

/** More texts than the house has; lists of values make some of a text that comes once. */
const MOST = 200;

/**
 * Keeps what SQLite made of the queries asked last: to read a query's text costs ten times what most
 * of ours take to run.
 */
export function keepingStatements(sqlite: Database.Database, most = MOST): SqliteDatabase {
	const known = new Map<string, Database.Statement<unknown[]>>();
	return {
		close: () => sqlite.close(),
		prepare(text) {
			const kept = known.get(text);
			// One that is still being read, row by row, is not to be asked anew.
			const statement = kept?.busy === false ? kept : sqlite.prepare<unknown[]>(text);
			// A map keeps a key where it came in: the longest unused is at the front.
			known.delete(text);
			known.set(text, statement);
			const [oldest] = known.keys();
			if (known.size > most && oldest !== undefined) known.delete(oldest);
			return statement;
		}
	};
}
