import Database from 'better-sqlite3';
import { type Kysely, SqliteDialect } from 'kysely';
import { databaseFile } from './open.ts';
import { BUSY_TIMEOUT_MS } from './pragmas.ts';
import { queriesBy } from './queries.ts';
import type { Schema } from './schema.ts';

/**
 * Reads something beside a running server or without one: for reading only, so that nothing is made,
 * migrated or mended by a look.
 * @returns null where the file cannot be read as Mooring's database of this version
 */
export async function lookInto<Found>(
	dataDir: string,
	read: (db: Kysely<Schema>) => Promise<Found>
): Promise<Found | null> {
	let db: Kysely<Schema> | null = null;
	try {
		const database = new Database(databaseFile(dataDir), {
			readonly: true,
			fileMustExist: true,
			timeout: BUSY_TIMEOUT_MS
		});
		db = queriesBy(new SqliteDialect({ database }));
		return await read(db);
	} catch {
		return null;
	} finally {
		await db?.destroy();
	}
}
