import Database from 'better-sqlite3';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImmediateDialect } from '../../src/lib/server/database/immediate-dialect.ts';
import { migrate, MIGRATIONS } from '../../src/lib/server/database/migrate.ts';
import {
	databaseFile,
	openDatabase,
	type OpenDatabase
} from '../../src/lib/server/database/open.ts';
import { setPragmas } from '../../src/lib/server/database/pragmas.ts';
import { queriesBy } from '../../src/lib/server/database/queries.ts';
import { keepingStatements } from '../../src/lib/server/database/statements.ts';

/** The oldest schema on which what a world runs finds all that it asks for. */
export const OLDEST = 17;

/**
 * Opens the database of a world.
 * @param schema how many migrations there are at most; null: all, as the program itself opens it
 */
export function openAt(folder: string, schema: number | null): OpenDatabase {
	const file = databaseFile(folder);
	if (!existsSync(file)) writeFileSync(file, newDatabase(schema), { mode: 0o600 });
	return schema === null ? openDatabase(file, 'live') : openOld(file, schema);
}

/** As the program of that schema did. */
function openOld(file: string, schema: number): OpenDatabase {
	const sqlite = new Database(file);
	setPragmas(sqlite);
	migrate(sqlite, MIGRATIONS.slice(0, schema));
	return { db: queriesBy(new ImmediateDialect({ database: keepingStatements(sqlite) })), sqlite };
}

const made = new Map<number | null, Buffer>();

/** A database as the first start makes it: made once, since every world begins with one. */
function newDatabase(schema: number | null): Buffer {
	const known = made.get(schema);
	if (known) return known;
	const folder = mkdtempSync(join(tmpdir(), 'survival-new-'));
	try {
		const file = databaseFile(folder);
		(schema === null ? openDatabase(file) : openOld(file, schema)).sqlite.close();
		const bytes = readFileSync(file);
		made.set(schema, bytes);
		return bytes;
	} finally {
		rmSync(folder, { recursive: true });
	}
}
