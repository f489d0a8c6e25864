import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readSecretFile, writeSecretFile } from '../database/secret-file.ts';
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
	const file = join(settings.dataDir, 'secret.key');
	if (mayCreate) makeKeyFile(file);
	const keys = readKeyFile(file);
	if (!keys && mayCreate) {
		throw new StartError(
			`The key file ${file} holds no usable key; put the right one there, or remove it and a new key is made.`
		);
	}
	return keys;
}

/** Never in place of something that may be a key; a file that holds nothing is none. */
function makeKeyFile(file: string) {
	const isEmpty = /^[\s\0]*$/.test(readable(file) ?? 'none');
	const secret = randomBytes(32).toString('base64');
	writeSecretFile(file, secret, { what: 'The key file', replaces: isEmpty });
}

function readKeyFile(file: string) {
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
