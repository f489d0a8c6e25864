import Database from 'better-sqlite3';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareFolder } from '../../src/lib/server/database/file-rights.ts';
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
	if (schema === null) {
		if (!existsSync(file)) writeFileSync(file, newDatabase(), { mode: 0o600 });
		return openDatabase(file, 'live');
	}
	prepareFolder(folder);
	const sqlite = new Database(file);
	setPragmas(sqlite);
	migrate(sqlite, MIGRATIONS.slice(0, schema));
	return { db: queriesBy(new ImmediateDialect({ database: keepingStatements(sqlite) })), sqlite };
}

let made: Buffer | null = null;

/** A database as the first start makes it: made once, since every world begins with one. */
function newDatabase(): Buffer {
	if (made !== null) return made;
	const folder = mkdtempSync(join(tmpdir(), 'survival-new-'));
	try {
		openDatabase(databaseFile(folder)).sqlite.close();
		return (made = readFileSync(databaseFile(folder)));
	} finally {
		rmSync(folder, { recursive: true });
	}
}
