import type { Kysely, Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { MasterKey } from '../settings/secret-key.ts';
import { changeKeyFile, keyFile, readKeyFile } from '../vault/key-file.ts';
import { keptUntil } from './kept-backups.ts';
import { countLeft } from './seal-anew.ts';
import { textsOfOthers } from './sealed-texts.ts';
import { type Rotating, rotatedAt } from './rotated.ts';

/** Where keys and backups are kept. */
export type Kept = { dataDir: string; backups: string };

/** What became of the older keys of the key file. */
export type OlderKeys =
	| { state: 'none' | 'needed'; ids: string[] }
	| { state: 'dropped'; ids: string[] }
	/** Backups from before the rotation need them, until that time at the latest. */
	| { state: 'kept'; ids: string[]; until: number };

/**
 * Takes the older keys out of the key file once nothing that is sealed needs them: no text here, and no
 * kept backup.
 * @throws StartError where the file cannot be written
 */
export async function dropOlderKeys(
	{ db, vault }: Pick<Rotating, 'db' | 'vault'>,
	{ dataDir, backups }: Kept
): Promise<OlderKeys> {
	const dropped = await db.transaction().execute(async (trx): Promise<OlderKeys> => {
		const [current, ...older] = readKeyFile(keyFile(dataDir)) ?? [];
		if (!current || older.length === 0) return { state: 'none', ids: [] };
		const ids = older.map(({ id }) => id);
		const done = await rotatedAt(trx, current.id);
		if (done === null || (await countLeft(trx, vault, current.id)) > 0) {
			return { state: 'needed', ids };
		}
		const until = keptUntil(backups, done);
		if (until !== null) return { state: 'kept', ids, until };
		changeKeyFile(dataDir, [current]);
		return { state: 'dropped', ids };
	});
	return dropped;
}

/**
 * Forgets what was remembered of keys that are neither at hand nor needed: were it kept, such a key
 * alone would still unlock a start, and what is marked with it could be guessed by who has it.
 */
export async function forgetGoneKeys(
	db: Kysely<Schema>,
	atHand: readonly Pick<MasterKey, 'id'>[]
): Promise<void> {
	const ids = atHand.map(({ id }) => id);
	const known = await db
		.selectFrom('keyChecks')
		.select('keyId')
		.where('keyId', 'not in', ids)
		.execute();
	if (known.length === 0) return;
	await db.transaction().execute(async (trx) => {
		const needed = await idsThatSealed(trx, ids[0] ?? '');
		for (const { keyId: id } of known) {
			if (needed.has(id)) continue;
			await trx.deleteFrom('keyChecks').where('keyId', '=', id).execute();
			await trx.deleteFrom('settingMarks').where('keyId', '=', id).execute();
		}
	});
}

async function idsThatSealed(trx: Transaction<Schema>, besides: string): Promise<Set<string>> {
	const ids = new Set<string>();
	for await (const { sealed } of textsOfOthers(trx, besides)) {
		ids.add(sealed.split('.')[1] ?? '');
	}
	return ids;
}
