import { randomBytes } from 'node:crypto';
import {
	closeSync,
	fsyncSync,
	linkSync,
	openSync,
	readFileSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { prepareFolder, tighten } from '../database/file-rights.ts';
import { StartError } from '../errors.ts';
import { readMasterKeys } from '../settings/secret-key.ts';
import type { Settings } from '../settings/settings.ts';
import type { MasterKey } from './keyring.ts';

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
	if (mayCreate) makeKeyFile(settings.dataDir, file);
	const keys = readKeyFile(file);
	if (!keys && mayCreate) {
		throw new StartError(
			`The key file ${file} holds no usable key; put the right one there, or remove it and a new key is made.`
		);
	}
	return keys;
}

/** Complete or not at all, and never in place of a key that is there. */
function makeKeyFile(folder: string, file: string) {
	prepareFolder(folder);
	const draft = `${file}.${randomBytes(6).toString('hex')}`;
	try {
		const descriptor = openSync(draft, 'wx', 0o600);
		writeFileSync(descriptor, `${randomBytes(32).toString('base64')}\n`);
		fsyncSync(descriptor);
		closeSync(descriptor);
		linkSync(draft, file);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code !== 'EEXIST') {
			throw new StartError(`The key file ${file} cannot be made (${String(code)}).`, {
				cause: error
			});
		}
	} finally {
		rmSync(draft, { force: true });
	}
}

function readKeyFile(file: string) {
	let text: string;
	try {
		tighten(file, 0o600);
		text = readFileSync(file, 'utf8');
	} catch {
		return null;
	}
	const { keys } = readMasterKeys(text.trim());
	return keys.length > 0 ? keys : null;
}
