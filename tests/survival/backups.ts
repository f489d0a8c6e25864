import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keepAs, nextIn } from '../../src/lib/server/backup/keep-backup.ts';
import { makeBackup } from '../../src/lib/server/backup/make-backup.ts';
import { restore } from '../../src/lib/server/backup/restore.ts';
import type { Tried } from '../../src/lib/server/backup/try-tokens.ts';
import { withWorkingFolder } from '../../src/lib/server/database/working-folder.ts';

const BACKUP_KEY = 'a key for the backups of a world';
/** scrypt as cheap as it may be: how long guessing takes is nothing that is tried here. */
const WORK_FACTOR = 4;

/** Backups as `mooring backup` makes them and `mooring restore` puts them back, of which one is kept. */
export function createBackups(folder: string) {
	const kept = join(folder, 'backups');
	let latest: string | null = null;
	return {
		folder: kept,
		/** Beside a running server or without one. */
		async make(home: string, now: number) {
			const path = nextIn(kept, now);
			await withWorkingFolder(home, (working) =>
				makeBackup(
					{
						dataDir: home,
						working,
						mode: 'live',
						backupKey: BACKUP_KEY,
						secretKey: null,
						withMedia: false,
						now,
						workFactor: WORK_FACTOR
					},
					(pieces) => keepAs(path, pieces)
				)
			);
			for (const name of readdirSync(kept)) if (join(kept, name) !== path) rmSync(join(kept, name));
			latest = path;
		},
		/** @returns what its tokens are to the keys at hand; null: there is no backup yet */
		async restore(home: string, now: number): Promise<Tried | null> {
			if (latest === null) return null;
			const backup = { key: BACKUP_KEY, folder: kept };
			const settings = { backup, dataDir: home, practice: null, secretKeys: null };
			const { tried, before } = await restore(latest, settings, { replaces: true, now });
			if (before !== null) rmSync(before, { recursive: true });
			return tried;
		}
	};
}
