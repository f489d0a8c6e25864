import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withWorkingFolder } from '../database/working-folder.ts';
import type { Settings } from '../settings/settings.ts';
import { writePieces, systemFiles } from './files.ts';
import { makeBackup } from './make-backup.ts';
import { type Prepared, prepare } from './prepare.ts';

/**
 * Restores a backup into a folder that is gone afterwards whatever happens, and tries its tokens: one
 * that is there, or one that is made for it. What runs is not touched.
 * @throws StartError with the one sentence to print
 */
export const drill = (
	settings: Settings,
	{
		file,
		withMedia,
		now,
		signal
	}: { file: string | undefined; withMedia: boolean; now: number; signal: AbortSignal }
): Promise<Prepared> =>
	withWorkingFolder(settings.dataDir, async (working) => {
		const made = file ?? join(working, 'drill.age');
		if (file === undefined) await makeInto(made);
		signal.throwIfAborted();
		const into = join(working, 'restored');
		mkdirSync(into, { mode: 0o700 });
		return prepare(made, { into, settings, now });

		function makeInto(path: string) {
			const wanted = {
				dataDir: settings.dataDir,
				working,
				mode: settings.practice ? ('practice' as const) : ('live' as const),
				backupKey: settings.backup.key ?? '',
				secretKey: null,
				withMedia,
				now,
				signal
			};
			return makeBackup(wanted, (pieces) => writePieces(path, pieces, systemFiles));
		}
	});
