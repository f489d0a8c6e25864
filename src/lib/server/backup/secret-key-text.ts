import { join } from 'node:path';
import { readSecretFile } from '../database/secret-file.ts';
import { StartError } from '../errors.ts';
import type { Settings } from '../settings/settings.ts';

/**
 * The master keys as `secret.key` holds them, from the setting or that file.
 * @throws StartError where there is no key
 */
export function secretKeyText({ secretKeys, dataDir }: Pick<Settings, 'secretKeys' | 'dataDir'>) {
	if (secretKeys)
		return secretKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(',');
	const text = readSecretFile(join(dataDir, 'secret.key'));
	if (text) return text;
	throw new StartError('There is no key to back up: secret.key is not in the data folder.');
}
