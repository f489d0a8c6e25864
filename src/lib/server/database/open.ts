import Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { closeSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { keepCopy } from './copies.ts';
import { checkInside, examine, type Mode } from './examine.ts';
import { prepareFolder, tighten } from './file-rights.ts';
import { ImmediateDialect } from './immediate-dialect.ts';
import { checkLeftovers } from './leftovers.ts';
import { migrate } from './migrate.ts';
import { BUSY_TIMEOUT_MS, setPragmas } from './pragmas.ts';
import { queriesBy } from './queries.ts';
import { databaseFault } from './refusals.ts';
import type { Schema } from './schema.ts';
import { keepingStatements } from './statements.ts';

/** Where an instance keeps its one database. */
export const databaseFile = (dataDir: string) => join(dataDir, 'mooring.db');

export type OpenDatabase = { db: Kysely<Schema>; sqlite: Database.Database };

/**
 * Opens the database, creating folder (0700) and file (0600) where there is none, and brings its
 * schema up to date. Commands may open it beside a running server. Nothing is written before it is
 * known to be ours and well.
 * @param mode the kind of instance that it must be, where it is one already
 * @param keepsCopy whether what an update finds is kept beside it (copies.ts)
 * @throws StartError with the one sentence to print
 */
export function openDatabase(
	file: string,
	mode: Mode = null,
	{ keepsCopy = true } = {}
): OpenDatabase {
	prepareFolder(dirname(file));
	let sqlite: Database.Database | null = null;
	try {
		const hasLog = checkLeftovers(file);
		if (hasLog) examine(file, hasLog, mode);
		sqlite = openFile(file);
		if (!hasLog) checkInside(sqlite, file, mode);
		setPragmas(sqlite);
		migrate(sqlite, undefined, keepsCopy ? copyOf(sqlite, file) : undefined);
	} catch (error) {
		sqlite?.close();
		throw databaseFault(error, file);
	}
	return { db: queriesBy(new ImmediateDialect({ database: keepingStatements(sqlite) })), sqlite };
}

const copyOf = (sqlite: Database.Database, file: string) => (schema: number) =>
	keepCopy(sqlite, file, schema);

/** SQLite gives `-wal` and `-shm` the rights of the file itself, so it is enough to set those. */
function openFile(file: string) {
	closeSync(openSync(file, 'a', 0o600));
	for (const suffix of ['', '-wal', '-shm']) tighten(file + suffix, 0o600);
	return new Database(file, { timeout: BUSY_TIMEOUT_MS });
}
