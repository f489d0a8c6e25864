import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { type Kysely, sql } from 'kysely';
import { days } from '../clock.ts';
import { diskFault } from './disk-faults.ts';
import type { Schema } from './schema.ts';
import { keepEntry } from './secret-file.ts';

/** What is kept to go back to is kept no longer than this. */
export const COPIES_KEPT_FOR = days(30);

/**
 * The copies that may lie beside a database: what an update found, drafts of one that was cut off, and
 * what was there before a restore.
 */
const COPY = /^(mooring\.db\.schema-\d+(\.[0-9a-f]{12})?|before-restore-[\dTZ-]+)$/;

/**
 * Copies a database as it is before an update, log included, to `mooring.db.schema-N`: so much of an
 * earlier Mooring as its downgrade needs. It takes the place of the copy before.
 * @param schema the schema that it has now
 * @throws StartError where it cannot be written: then nothing was updated
 */
export function keepCopy(sqlite: Database.Database, file: string, schema: number) {
	const copy = `${file}.schema-${String(schema)}`;
	const draft = `${copy}.${randomBytes(6).toString('hex')}`;
	try {
		closeSync(openSync(draft, 'wx', 0o600));
		sqlite.prepare('VACUUM INTO ?').run(draft);
		const written = openSync(draft, 'r+');
		fsyncSync(written);
		closeSync(written);
		renameSync(draft, copy);
		keepEntry(dirname(file));
		remove(file, (path) => path !== copy && basename(path).includes('.schema-'));
	} catch (error) {
		rmSync(draft, { force: true });
		throw diskFault(`The copy ${copy} from before the update`, error);
	}
}

/** Removes the copies beside this database: they hold what a deletion has just erased in it. */
export async function dropCopies(db: Kysely<Schema>): Promise<void> {
	const found = await sql<{ file: string }>`PRAGMA database_list`.execute(db);
	const file = found.rows[0]?.file;
	if (file) remove(file, () => true);
}

/** Removes the copies that are older than they may be. */
export function dropOldCopies(file: string, now: number) {
	remove(file, (path) => {
		const facts = statSync(path, { throwIfNoEntry: false });
		return facts !== undefined && now - facts.mtimeMs > COPIES_KEPT_FOR;
	});
}

function remove(file: string, isMeant: (path: string) => boolean) {
	const folder = dirname(file);
	for (const name of readdirSync(folder).filter((name) => COPY.test(name))) {
		const path = join(folder, name);
		if (isMeant(path)) rmSync(path, { recursive: true, force: true });
	}
}
