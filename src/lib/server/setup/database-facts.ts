import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import { isNotedFull } from '../content/space.ts';
import { lastGoodBackup, type LastBackup } from '../backup/state.ts';
import { examine, type Mode } from '../database/examine.ts';
import { checkLeftovers } from '../database/leftovers.ts';
import { lookInto } from '../database/look.ts';
import { databaseFile } from '../database/open.ts';
import { databaseFault } from '../database/refusals.ts';
import type { Schema } from '../database/schema.ts';
import { readFound } from '../meta-changes/findings.ts';
import { type MetaFound, NOTHING_FOUND } from '../meta-changes/judge.ts';
import { readBeat } from '../renewal/beat.ts';
import type { MasterKey } from '../settings/secret-key.ts';
import { keysFit } from '../vault/unlock.ts';
import { type Check, fine, warning, wrong } from './check.ts';
import type { HeartbeatAnswer } from './heartbeat-out.ts';
import { type OlderKeyFacts, readOlderKeys } from './older-keys.ts';

/** What the database tells the checks. */
export type DatabaseFacts = {
	beatAt: number | null;
	keyFits: boolean | null;
	/** What the receiver of the heartbeat answered last, once it did. */
	heartbeat?: HeartbeatAnswer;
	/** What was found to change at Meta, once something was. */
	metaFound?: MetaFound;
	/** There is no room for another picture of a post. */
	isMediaFull?: boolean;
	/** The older keys at hand, where there are any. */
	olderKeys?: OlderKeyFacts;
	/** What became of the backups, once one was tried. */
	backup?: LastBackup;
};

export async function readDatabaseFacts(
	db: Kysely<Schema>,
	masters: readonly MasterKey[] | null,
	backups: string
): Promise<DatabaseFacts> {
	const pulse = await readBeat(db);
	const heartbeat = await readAnswer(db);
	// A database that an earlier Mooring left has no such table.
	const metaFound = await readFound(db).catch(() => NOTHING_FOUND);
	const isMediaFull = await isNotedFull(db).catch(() => false);
	const olderKeys = await readOlderKeys(db, masters, backups);
	const backup = await lastGoodBackup(db).catch(() => null);
	return {
		beatAt: pulse?.beatAt ?? null,
		keyFits: await keysFit(db, masters),
		...(heartbeat ? { heartbeat } : {}),
		...(isMediaFull ? { isMediaFull } : {}),
		...(olderKeys ? { olderKeys } : {}),
		...(isDeepStrictEqual(metaFound, NOTHING_FOUND) ? {} : { metaFound }),
		...(backup?.triedAt ? { backup } : {})
	};
}

/** A database that an earlier Mooring left has no such table. */
async function readAnswer(db: Kysely<Schema>): Promise<HeartbeatAnswer | null> {
	const row = await db
		.selectFrom('heartbeat')
		.selectAll()
		.executeTakeFirst()
		.catch(() => undefined);
	return row ? { at: row.at, ok: row.ok === 1, sentence: row.sentence } : null;
}

/** The same beside a running server or without one. @returns null where it cannot be read */
export const readClosedDatabase = (
	dataDir: string,
	masters: readonly MasterKey[] | null,
	backups: string
) => lookInto(dataDir, (db) => readDatabaseFacts(db, masters, backups));

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

/**
 * Whether there is a database, and one that can be read.
 * @param refusal the sentence with which a start would refuse it
 */
export function databaseCheck(exists: boolean, isReadable: boolean, refusal: string | null): Check {
	if (refusal !== null) {
		return wrong('database', {
			title: 'The database cannot be opened',
			sentence: refusal,
			cure: 'Then start Mooring: npm start.'
		});
	}
	if (!exists) {
		return warning('database', {
			title: 'There is no database yet',
			sentence: 'The first start makes it.',
			cure: 'Start Mooring: npm start.'
		});
	}
	if (isReadable) {
		return fine('database', { title: 'Database is readable', sentence: 'mooring.db is there.' });
	}
	return wrong('database', {
		title: 'The database cannot be read',
		sentence: 'mooring.db is damaged, no database of Mooring, or closed to this user.',
		cure: 'Run this as the user that runs Mooring; if that changes nothing, put a backup in its place.'
	});
}
