import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stampInstance } from '../database/instance.ts';
import { openDatabase } from '../database/open.ts';
import { StartError } from '../errors.ts';
import type { Settings } from '../settings/settings.ts';
import { loadKeys } from '../vault/key-file.ts';
import { endWhatLived } from './end-what-lived.ts';
import { IN_BACKUP, type Manifest } from './manifest.ts';
import { checkCopy } from './snapshot.ts';
import { type Tried, tryTokens } from './try-tokens.ts';
import { unpack } from './unpack.ts';

export type Prepared = { manifest: Manifest; tried: Tried };

type At = {
	/** An empty folder, which then holds all that the data folder will. */
	into: string;
	/** For the keys at hand, and the kind of instance. */
	settings: Pick<Settings, 'backup' | 'dataDir' | 'practice' | 'secretKeys'>;
	now: number;
};

/**
 * Unpacks a backup, checks its database, brings it up to date, ends what was alive in it, and tries its
 * tokens with the key at hand: the one that came along, else this machine's.
 * @throws StartError with the one sentence to print; what is in the folder is then of no use
 */
export async function prepare(file: string, { into, settings, now }: At): Promise<Prepared> {
	const { key } = settings.backup;
	if (key === null) throw new StartError(NO_KEY);
	const manifest = await unpack(file, { key, into });
	const mode = settings.practice ? 'practice' : 'live';
	if (manifest.mode !== mode) throw otherKind(manifest.mode);
	rmSync(join(into, IN_BACKUP.manifest));
	const database = join(into, IN_BACKUP.database);
	checkCopy(database);
	// The backup itself is the copy from before the update.
	const { db } = openDatabase(database, mode, { keepsCopy: false });
	try {
		await stampInstance(db, mode, now);
		await endWhatLived(db, { hasMedia: manifest.withMedia });
		const atHand = { ...settings, dataDir: into };
		const keys = loadKeys(atHand, { mayCreate: false }) ?? loadKeys(settings, { mayCreate: false });
		return { manifest, tried: await tryTokens(db, keys) };
	} finally {
		await db.destroy();
	}
}

const otherKind = (made: Manifest['mode']) =>
	new StartError(
		made === 'practice'
			? 'This is a backup of practice mode, which does not go together with real accounts.'
			: 'This is a backup of a real instance, which practice mode never touches: leave PRACTICE out.'
	);

export const NO_KEY =
	'BACKUP_KEY is not set: put the key that backups are encrypted to into .env or the environment.';
