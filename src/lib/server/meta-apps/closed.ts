import { lookInto } from '../database/look.ts';
import type { Settings } from '../settings/settings.ts';
import type { MasterKey } from '../settings/secret-key.ts';
import { keyring } from '../vault/keyring.ts';
import { tokenVault } from '../vault/token-vault.ts';
import { loginsInUse } from './in-use.ts';
import { readSavedApps } from './store.ts';

/**
 * The settings with what Setup has saved, as a command sees them beside a running server. Reads only.
 * @param masters newest first; without a key what is saved stays closed
 */
export async function withSavedApps(
	settings: Settings,
	masters: readonly MasterKey[] | null
): Promise<Settings> {
	const [first, ...older] = masters ?? [];
	const vault = tokenVault(first ? keyring([first, ...older]) : null);
	const saved = await lookInto(settings.dataDir, (db) => readSavedApps({ db, vault }));
	if (!saved) return settings;
	return { ...settings, ...loginsInUse(settings, saved, settings.redirects).logins };
}
