import Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { closeSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartError } from '../errors.ts';
import { diskFault, lockFault } from './disk-faults.ts';
import { prepareFolder, tighten } from './file-rights.ts';
import { ImmediateDialect } from './immediate-dialect.ts';
import { givesLocks, isBusy } from './lock-probe.ts';
import { migrate } from './migrate.ts';
import { BUSY_TIMEOUT_MS, setPragmas } from './pragmas.ts';
import { queriesBy } from './queries.ts';
import type { Schema } from './schema.ts';

/** Where an instance keeps its one database. */
export const databaseFile = (dataDir: string) => join(dataDir, 'mooring.db');

export type OpenDatabase = { db: Kysely<Schema>; sqlite: Database.Database };

/**
 * Opens the database, creating folder (0700) and file (0600) where there is none, and brings its
 * schema up to date. Commands may open it beside a running server.
 * @throws StartError with the one sentence to print
 */
export function openDatabase(file: string): OpenDatabase {
	prepareFolder(dirname(file));
	const sqlite = openFile(file);
	try {
		checkPages(sqlite, file);
		setPragmas(sqlite);
		migrate(sqlite);
	} catch (error) {
		sqlite.close();
		throw inOneSentence(error, file);
	}
	return { db: queriesBy(new ImmediateDialect({ database: sqlite })), sqlite };
}

/** SQLite gives `-wal` and `-shm` the rights of the file itself, so it is enough to set those. */
function openFile(file: string) {
	try {
		closeSync(openSync(file, 'a', 0o600));
		for (const suffix of ['', '-wal', '-shm']) tighten(file + suffix, 0o600);
		return new Database(file, { timeout: BUSY_TIMEOUT_MS });
	} catch (error) {
		throw inOneSentence(error, file);
	}
}

/** Some damage shows in a few queries only: better to refuse than to renew from half a file. */
function checkPages(sqlite: Database.Database, file: string) {
	const verdict = sqlite.pragma('quick_check(1)', { simple: true });
	if (verdict !== 'ok') throw damaged(file);
}

const damaged = (file: string, cause?: unknown) =>
	new StartError(
		`The database ${file} is damaged. It was left as it is: put a backup in its place, or move it away to start afresh.`,
		{ cause }
	);

function inOneSentence(error: unknown, file: string) {
	if (error instanceof StartError) return error;
	const code = String((error as { code?: unknown }).code);
	if (code === 'SQLITE_NOTADB') {
		return new StartError(
			`${file} is not a database. It was left as it is: move it away, or set DATA_DIR to another folder.`,
			{ cause: error }
		);
	}
	if (code.startsWith('SQLITE_CORRUPT')) return damaged(file, error);
	const isRefused = isBusy(error) && !givesLocks(dirname(file));
	return (isRefused ? lockFault : diskFault)(`The database ${file}`, error);
}
