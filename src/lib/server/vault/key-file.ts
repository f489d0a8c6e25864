import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dropDraft, readSecretFile, writeSecretFile } from '../database/secret-file.ts';
import { StartError } from '../errors.ts';
import { type MasterKey, readMasterKeys } from '../settings/secret-key.ts';
import type { Settings } from '../settings/settings.ts';

/**
 * The master keys, newest first: the setting's, else those in `secret.key` of the data folder, which
 * is made where it is allowed. Null (locked) when there is no readable key beside a database.
 * @param mayCreate only where no database exists yet: a new key opens nothing that is sealed
 * @throws StartError
 */
export function loadKeys(
	settings: Pick<Settings, 'secretKeys' | 'dataDir'>,
	{ mayCreate }: { mayCreate: boolean }
): MasterKey[] | null {
	if (settings.secretKeys) return settings.secretKeys;
	const file = keyFile(settings.dataDir);
	if (mayCreate) makeKeyFile(file);
	const keys = readKeyFile(file);
	if (!keys && mayCreate) {
		throw new StartError(
			`The key file ${file} holds no usable key; put the right one there, or remove it and a new key is made.`
		);
	}
	return keys;
}

/** Where the master keys of an instance are, unless SECRET_KEY has them. */
export const keyFile = (dataDir: string) => join(dataDir, 'secret.key');

/** A file like `secret.key.0a1b2c3d4e5f`: a change of it that was cut off. */
const DRAFT = /^secret\.key\.[0-9a-f]{12}$/;

/**
 * Writes master keys in the place of those that the key file holds, newest first, whole or not at all.
 * Only whoever has the database's write lock may: of two who change the file at once one key would be
 * lost, and with it what it sealed.
 * @throws StartError where it cannot be written
 */
export function changeKeyFile(dataDir: string, masters: readonly MasterKey[]) {
	for (const name of readdirSync(dataDir)) {
		if (DRAFT.test(name)) dropDraft(join(dataDir, name));
	}
	const text = masters.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(',');
	writeSecretFile(keyFile(dataDir), text, { what: 'The key file', replaces: true });
}

/** Never in place of something that may be a key; a file that holds nothing is none. */
function makeKeyFile(file: string) {
	const isEmpty = /^[\s\0]*$/.test(readable(file) ?? 'none');
	const secret = randomBytes(32).toString('base64');
	writeSecretFile(file, secret, { what: 'The key file', replaces: isEmpty });
}

/** Its keys, newest first; null where it is not there, closed to this user, or holds none. */
export function readKeyFile(file: string): MasterKey[] | null {
	const { keys } = readMasterKeys(readable(file) ?? '');
	return keys.length > 0 ? keys : null;
}

/** What the file holds; null where it is not there or closed to this user. */
function readable(file: string) {
	try {
		return readSecretFile(file);
	} catch {
		return null;
	}
}
