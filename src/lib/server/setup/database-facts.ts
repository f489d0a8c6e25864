import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { databaseFile } from '../database/open.ts';
import { BUSY_TIMEOUT_MS } from '../database/pragmas.ts';
import type { InstanceTable, Schema } from '../database/schema.ts';
import { readBeat } from '../renewal/beat.ts';
import type { MasterKey } from '../vault/keyring.ts';
import { keysFit } from './key-fit.ts';

/** What the database tells the checks; `mode` is null before the first start has ended. */
export type DatabaseFacts = {
	beatAt: number | null;
	keyFits: boolean | null;
	mode: InstanceTable['mode'] | null;
};

export async function readDatabaseFacts(
	db: Kysely<Schema>,
	masters: readonly MasterKey[] | null
): Promise<DatabaseFacts> {
	const pulse = await readBeat(db);
	const stamp = await db.selectFrom('instance').select('mode').executeTakeFirst();
	return {
		beatAt: pulse?.beatAt ?? null,
		keyFits: await keysFit(db, masters),
		mode: stamp?.mode ?? null
	};
}

/**
 * The same beside a running server or without one: for reading only, so that nothing is made,
 * migrated or mended by a look.
 * @returns null where the file cannot be read as Mooring's database
 */
export async function readClosedDatabase(
	dataDir: string,
	masters: readonly MasterKey[] | null
): Promise<DatabaseFacts | null> {
	let db: Kysely<Schema> | null = null;
	try {
		const database = new Database(databaseFile(dataDir), {
			readonly: true,
			fileMustExist: true,
			timeout: BUSY_TIMEOUT_MS
		});
		db = new Kysely<Schema>({ dialect: new SqliteDialect({ database }) });
		return await readDatabaseFacts(db, masters);
	} catch {
		return null;
	} finally {
		await db?.destroy();
	}
}
