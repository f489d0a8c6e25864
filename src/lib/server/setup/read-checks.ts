import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Settings } from '../settings/settings.ts';
import type { Check } from './check.ts';
import { setupChecks } from './checks.ts';
import { readClosedDatabase, readDatabaseFacts, refusalOf } from './database-facts.ts';
import { readMediaFacts } from './media.ts';
import { metaHosts, type networkReader } from './network.ts';
import { readFiles, readFolderFacts, readKeyFile } from './path-facts.ts';

export type CheckSources = {
	settings: Settings;
	/** Where `.env` is read. */
	dotEnv: string;
	/** The running app; null in a terminal, which opens the database for reading only. */
	app: { db: Kysely<Schema>; vault: { isLocked: boolean } } | null;
	network: ReturnType<typeof networkReader>;
	/** How long to wait for Meta's hosts, in milliseconds. */
	patienceMs: number;
	/** Of the request that asks; null in a terminal. */
	headers: Headers | null;
	/** Real time, in milliseconds: practice has another clock for tokens only. */
	now: () => number;
};

/** Looks at everything that the checks speak of, and changes nothing. */
export async function readChecks(sources: CheckSources): Promise<Check[]> {
	const { settings, dotEnv, app, network, patienceMs, headers, now } = sources;
	// First of all: opening the database makes files beside it.
	const folder = readFolderFacts(settings.dataDir);
	const refusal = app ? null : refusalOf(settings.dataDir, settings.practice ? 'practice' : 'live');
	const masters = settings.secretKeys ?? readKeyFile(settings.dataDir);
	const [answers, database] = await Promise.all([
		network.read(metaHosts(settings), patienceMs),
		folder.hasDatabase && refusal === null
			? app
				? readDatabaseFacts(app.db, masters, settings.backup.folder)
				: readClosedDatabase(settings.dataDir, masters, settings.backup.folder)
			: null
	]);
	const isLocked = app?.vault.isLocked ?? false;
	return setupChecks({
		settings,
		folder,
		secretFiles: readFiles([{ name: '.env', path: dotEnv }, ...settings.secretFiles]),
		database,
		refusal,
		network: answers,
		media: await readMediaFacts(settings.dataDir),
		headers,
		isLocked,
		now: now()
	});
}
