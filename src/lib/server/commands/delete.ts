import { parseArgs } from 'node:util';
import type { Kysely } from 'kysely';
import { systemClock } from '../clock.ts';
import { listConnections } from '../connections/store.ts';
import { ownerId } from '../creators/creator.ts';
import { hasDatabase } from '../database/leftovers.ts';
import { openInstance } from '../database/open-instance.ts';
import { databaseFile } from '../database/open.ts';
import type { Schema } from '../database/schema.ts';
import { removalWords, removeCreator } from '../deletion/remove-creator.ts';
import { createLog } from '../log.ts';
import { metaAppsInUse } from '../meta-apps/in-use.ts';
import { type NamedCreator, namedCreator } from '../own-data/named-creator.ts';
import { pictureKeeper } from '../pictures/fetch-later.ts';
import { allHosts } from '../settings/addresses.ts';
import type { Settings } from '../settings/settings.ts';
import { loadKeys } from '../vault/key-file.ts';
import { openVault } from '../vault/open-vault.ts';
import type { Print } from './terminal.ts';

/**
 * `npm run mooring -- delete USERNAME --yes`: removes a creator with all that is theirs, as Settings
 * does; without `--yes` it says what would go. Works beside a running server. The owner is refused.
 */
export async function run(settings: Settings, args: string[], print: Print): Promise<number> {
	const asked = readArguments(args);
	if (!asked) {
		print('Whose data? npm run mooring -- delete USERNAME --yes');
		return 2;
	}
	const { dataDir } = settings;
	if (!hasDatabase(databaseFile(dataDir))) {
		print('There is nothing to delete: Mooring has not been started yet.');
		return 1;
	}
	const db = await openInstance(settings, Date.now());
	try {
		const creator = await namedCreator(db, asked.username);
		const { id, name } = creator;
		if ((await ownerId(db)) === id) {
			print(ownerSentence(name, dataDir));
			return 1;
		}
		if (creator.others > 0) {
			print(othersSentence(asked.username, creator));
			return 1;
		}
		if (!asked.yes) {
			const count = (await listConnections(db, id)).length;
			print(
				`This erases ${name} with ${String(count)} ${count === 1 ? 'connection' : 'connections'}, for good: npm run mooring -- delete ${asked.username} --yes. Their data first: npm run -s mooring -- export ${asked.username}`
			);
			return 1;
		}
		const removal = await removeCreator(await removalDeps(db, settings), id, { by: 'terminal' });
		if (!removal) {
			print(`${name} was removed already.`);
			return 1;
		}
		print(`${name} is removed. ${removalWords(removal)}`);
		print('Backups from before still hold what was erased, until they are removed.');
		return removal.isPurged ? 0 : 1;
	} finally {
		await db.destroy();
	}
}

const ownerSentence = (name: string, dataDir: string) =>
	`${name} owns this Mooring, and a Mooring always has its owner. To end all of it: disconnect the accounts under Settings, stop Mooring, and delete its data folder, ${dataDir}.`;

const othersSentence = (given: string, { name, others }: NamedCreator) =>
	`${given} is one account of ${name}, who has ${String(others)} more. To disconnect that account alone, ${name} uses its page; to delete all of ${name}'s: npm run mooring -- delete "${name}" --yes`;

/** What the running server would remove with, the vault locked where the key is lost. */
async function removalDeps(db: Kysely<Schema>, settings: Settings) {
	const keys = loadKeys(settings, { mayCreate: false });
	const { vault } = await openVault(db, settings, keys, Date.now());
	const { providers } = await metaAppsInUse({ db, vault, environment: settings });
	const pictures = pictureKeeper({
		db,
		dataDir: settings.dataDir,
		hosts: allHosts(settings.meta),
		log: createLog('silent')
	});
	return { db, vault, clock: systemClock, providers, pictures, settings };
}

function readArguments(args: string[]) {
	try {
		const options = { yes: { type: 'boolean', default: false } } as const;
		const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
		const [username, ...others] = positionals;
		return username && others.length === 0 ? { username, yes: values.yes } : null;
	} catch {
		return null;
	}
}
