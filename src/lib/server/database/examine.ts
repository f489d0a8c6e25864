import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { ofOtherKind } from './instance.ts';
import { foreignLog } from './leftovers.ts';
import { checkVersion } from './migrate.ts';
import { BUSY_TIMEOUT_MS } from './pragmas.ts';
import { readHeader } from './raw-files.ts';
import { damaged, notADatabase, ofAnotherProgram } from './refusals.ts';
import type { InstanceTable } from './instance-tables.ts';

/** Which kind of instance is asked for; null: either. */
export type Mode = InstanceTable['mode'] | null;

/**
 * Looks inside a database for reading only: who can write plays a log back into the file as he leaves,
 * whatever he found.
 * @param hasLog as `checkLeftovers` said
 * @throws StartError, or the error of the database, where it cannot be used as it is
 */
export function examine(file: string, hasLog: boolean, mode: Mode) {
	const sqlite = new Database(file, {
		readonly: true,
		fileMustExist: true,
		timeout: BUSY_TIMEOUT_MS
	});
	try {
		if (hasLog && !isWhole(sqlite) && isWholeAlone(file)) throw foreignLog(file);
		checkInside(sqlite, file, mode);
	} finally {
		sqlite.close();
	}
}

/**
 * Looks inside an open database, before anything is written: whether it is whole, Mooring's, of a
 * known version and of the right kind.
 * @throws StartError
 */
export function checkInside(sqlite: Database.Database, file: string, mode: Mode) {
	// Some damage shows in a few queries only: better to refuse than to renew from half a file.
	if (!isWhole(sqlite)) throw readHeader(file) ? damaged(file) : notADatabase(file);
	checkVersion(sqlite);
	const tables = sqlite
		.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
		.pluck()
		.all();
	if (tables.length === 0) return;
	if (!tables.includes('instance')) throw ofAnotherProgram(file);
	const made = sqlite.prepare('SELECT mode FROM instance').pluck().get();
	if (mode !== null && made !== undefined && made !== mode) throw ofOtherKind(mode);
}

function isWhole(sqlite: Database.Database): boolean {
	try {
		return sqlite.pragma('quick_check(1)', { simple: true }) === 'ok';
	} catch (error) {
		if (/^SQLITE_(CORRUPT|NOTADB)/.test(String((error as { code?: unknown }).code))) return false;
		throw error;
	}
}

/** Whether the file without its log would do; in memory, where it is taken out of log mode. */
function isWholeAlone(file: string): boolean {
	try {
		const bytes = readFileSync(file);
		bytes.fill(1, 18, 20);
		const sqlite = new Database(bytes, { readonly: true });
		try {
			return isWhole(sqlite);
		} finally {
			sqlite.close();
		}
	} catch {
		return false;
	}
}
