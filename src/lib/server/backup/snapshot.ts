import { closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { seconds } from '../clock.ts';
import { examine, type Mode } from '../database/examine.ts';
import { checkLeftovers } from '../database/leftovers.ts';
import { databaseFault } from '../database/refusals.ts';
import { StartError } from '../errors.ts';

/** Longer than anybody writes here at a time. */
const PATIENCE = seconds(30);

/** What a copy of the database says of itself. */
export type Snapshot = {
	schema: number;
	mode: 'live' | 'practice';
	/** Sealed tokens of connections. */
	tokens: number;
	/** The connections by their ids: only their pictures belong to the copy. */
	connections: string[];
};

/**
 * Copies a database as it is at one moment, its log included, while others write or nobody does, and
 * checks the copy. Only rows that are there are copied: nothing of what was erased comes along.
 * @param into a file that is not there yet
 * @throws StartError with the sentence to print
 */
export function takeSnapshot(file: string, into: string, mode: Mode): Snapshot {
	try {
		// Refuses what a start would refuse: another's log, another program's file, a newer Mooring's.
		const hasLog = checkLeftovers(file);
		if (!existsSync(file)) throw new StartError(`There is no database ${file} to back up.`);
		examine(file, hasLog, mode);
		const source = new Database(file, { readonly: true, fileMustExist: true, timeout: PATIENCE });
		try {
			closeSync(openSync(into, 'wx', 0o600));
			source.prepare('VACUUM INTO ?').run(into);
		} finally {
			source.close();
		}
		return checkCopy(into);
	} catch (error) {
		throw databaseFault(error, file);
	}
}

/**
 * Whether a copy is whole: every page, every index and every row of every table.
 * @throws StartError, or the error of the database
 */
export function checkCopy(file: string): Snapshot {
	const copy = new Database(file, { readonly: true, fileMustExist: true });
	try {
		if (copy.pragma('integrity_check(1)', { simple: true }) !== 'ok') throw damagedCopy();
		for (const table of tablesIn(copy)) readAll(copy, table);
		return describe(copy);
	} finally {
		copy.close();
	}
}

const damagedCopy = () => new StartError('The copy of the database is damaged.');

const tablesIn = (copy: Database.Database) =>
	copy
		.prepare(
			"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
		)
		.pluck()
		.all() as string[];

function readAll(copy: Database.Database, table: string) {
	const rows = copy.prepare(`SELECT * FROM "${table}"`).raw().iterate();
	for (const row of rows) void row;
}

function describe(copy: Database.Database): Snapshot {
	const one = (sql: string) => copy.prepare(sql).pluck().get();
	return {
		schema: copy.pragma('user_version', { simple: true }) as number,
		mode: (one('SELECT mode FROM instance') ?? 'live') as Snapshot['mode'],
		tokens: one('SELECT count(*) FROM connections WHERE token_sealed IS NOT NULL') as number,
		connections: copy.prepare('SELECT id FROM connections').pluck().all() as string[]
	};
}
