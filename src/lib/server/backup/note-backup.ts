import Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { diskSentence } from '../database/disk-faults.ts';
import { SCHEMA, versionOf } from '../database/migrate.ts';
import { openInstance } from '../database/open-instance.ts';
import { databaseFile } from '../database/open.ts';
import type { Schema } from '../database/schema.ts';
import { StartError } from '../errors.ts';
import type { Settings } from '../settings/settings.ts';
import { noteFailed, noteGood, noteTry } from './state.ts';

type Where = Pick<Settings, 'dataDir' | 'practice'>;

/**
 * Makes a backup and notes what became of it. A backup counts whether or not that can be written down.
 * @param to `folder`: the folder of backups, whose failures are the instance's; `stream`: what became of
 *   it there is not known here
 */
export async function noting<Made>(
	where: Where,
	{ to, now }: { to: 'folder' | 'file' | 'stream'; now: number },
	make: () => Promise<Made>
): Promise<Made> {
	const isKept = to === 'folder';
	if (isKept) await note(where, (db) => noteTry(db, now));
	try {
		const made = await make();
		if (to !== 'stream') await note(where, (db) => noteGood(db, now, isKept));
		return made;
	} catch (error) {
		const problem = sentenceOf(error);
		if (isKept && problem !== null) await note(where, (db) => noteFailed(db, now, problem));
		throw error;
	}
}

/** Why a backup failed, in one sentence; null: it was stopped, which is no failure. */
export function sentenceOf(error: unknown): string | null {
	if (error instanceof Error && error.name === 'AbortError') return null;
	if (error instanceof StartError) return error.message;
	return (
		diskSentence('The backup', error) ??
		'The backup failed for a reason of its own; run it in a terminal to see it.'
	);
}

/** Writes into a database of this schema only: a backup before an update must not be the update. */
async function note({ dataDir, practice }: Where, write: (db: Kysely<Schema>) => Promise<void>) {
	try {
		if (!isOfThisSchema(databaseFile(dataDir))) return;
		const db = await openInstance({ dataDir, practice }, Date.now());
		await write(db).finally(() => db.destroy());
	} catch {
		// A database that cannot be written, on a full disk say, can be backed up all the same.
	}
}

function isOfThisSchema(file: string) {
	const sqlite = new Database(file, { readonly: true, fileMustExist: true });
	try {
		return versionOf(sqlite) === SCHEMA;
	} finally {
		sqlite.close();
	}
}
