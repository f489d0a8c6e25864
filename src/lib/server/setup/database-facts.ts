import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { examine, type Mode } from '../database/examine.ts';
import { checkLeftovers } from '../database/leftovers.ts';
import { databaseFile } from '../database/open.ts';
import { BUSY_TIMEOUT_MS } from '../database/pragmas.ts';
import { databaseFault } from '../database/refusals.ts';
import type { Schema } from '../database/schema.ts';
import { readBeat } from '../renewal/beat.ts';
import type { MasterKey } from '../vault/keyring.ts';
import { keysFit } from './key-fit.ts';

/** What the database tells the checks. */
export type DatabaseFacts = { beatAt: number | null; keyFits: boolean | null };

export async function readDatabaseFacts(
	db: Kysely<Schema>,
	masters: readonly MasterKey[] | null
): Promise<DatabaseFacts> {
	const pulse = await readBeat(db);
	return { beatAt: pulse?.beatAt ?? null, keyFits: await keysFit(db, masters) };
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

/** The sentence with which a start would refuse this database and what lies beside it; null: with none. */
export function refusalOf(dataDir: string, mode: Mode): string | null {
	const file = databaseFile(dataDir);
	try {
		const hasLog = checkLeftovers(file);
		if (existsSync(file)) examine(file, hasLog, mode);
		return null;
	} catch (error) {
		return databaseFault(error, file).message;
	}
}
