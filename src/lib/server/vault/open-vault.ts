import Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { databaseFile } from '../database/open.ts';
import { BUSY_TIMEOUT_MS } from '../database/pragmas.ts';
import type { Schema } from '../database/schema.ts';
import type { MasterKey } from '../settings/secret-key.ts';
import type { Settings } from '../settings/settings.ts';
import { fixedKeys, followKeys, type KeysInUse } from './follow-keys.ts';
import { keyFile } from './key-file.ts';
import { tokenVault, type TokenVault } from './token-vault.ts';
import { doFit, unlock } from './unlock.ts';

/**
 * The vault of a running Mooring or of a command: locked where these keys are not those of the
 * database, and following the key file where that is where they are from.
 * @param masters as `loadKeys` read them
 * @returns `keys`: null while locked
 */
export async function openVault(
	db: Kysely<Schema>,
	{ secretKeys, dataDir }: Pick<Settings, 'secretKeys' | 'dataDir'>,
	masters: readonly MasterKey[] | null,
	now: number
): Promise<{ vault: TokenVault; keys: KeysInUse | null }> {
	const [current, ...older] = masters ?? [];
	if (!current || !(await unlock(db, masters, now))) return { vault: tokenVault(null), keys: null };
	const keys = secretKeys
		? fixedKeys([current, ...older])
		: followKeys(keyFile(dataDir), [current, ...older], (changed) => fitsNow(dataDir, changed));
	return { vault: tokenVault(keys.keyring), keys };
}

/** Sealing does not wait, so that this question does not either; it is asked once for each change. */
function fitsNow(dataDir: string, masters: readonly MasterKey[]): boolean {
	let sqlite: Database.Database | null = null;
	try {
		sqlite = new Database(databaseFile(dataDir), {
			readonly: true,
			fileMustExist: true,
			timeout: BUSY_TIMEOUT_MS
		});
		const known = sqlite.prepare('SELECT key_id AS keyId, fingerprint FROM key_checks').all() as {
			keyId: string;
			fingerprint: string;
		}[];
		return doFit(known, masters) === true;
	} catch {
		// Asked again with the next sealing.
		return false;
	} finally {
		sqlite?.close();
	}
}
