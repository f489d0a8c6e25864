import { basename, join } from 'node:path';
import { lockInstance } from '../database/instance-lock.ts';
import { hasDatabase } from '../database/leftovers.ts';
import { databaseFile } from '../database/open.ts';
import { finishRestore, putInPlace } from '../database/put-in-place.ts';
import { takeWorkingFolder } from '../database/working-folder.ts';
import { StartError } from '../errors.ts';
import { type Prepared, prepare } from './prepare.ts';

export type Restored = Prepared & {
	/** Where that is which was there before; null: there was nothing. */
	before: string | null;
};

/**
 * Puts a backup into the data folder, while no server runs there. Until it has proved itself, nothing
 * that is there is touched.
 * @param replaces whether an instance may be there already, which is then kept beside it
 * @throws StartError with the one sentence to print
 */
export async function restore(
	file: string,
	settings: Parameters<typeof prepare>[1]['settings'],
	{ replaces, now }: { replaces: boolean; now: number }
): Promise<Restored> {
	const { dataDir } = settings;
	const lock = lockInstance(dataDir);
	try {
		finishRestore(dataDir, { isLocked: true });
		if (!replaces) refuseWhereOneIs(dataDir);
		const working = takeWorkingFolder(dataDir);
		let isKept = false;
		try {
			const prepared = await prepare(file, { into: working.path, settings, now });
			const before = `before-restore-${stamp(now)}`;
			// From here on it is decided: whoever finds it cut off finishes it.
			isKept = true;
			const kept = putInPlace(dataDir, { from: basename(working.path), before });
			isKept = false;
			return { ...prepared, before: kept.length > 0 ? join(dataDir, before) : null };
		} finally {
			working.release({ isKept });
		}
	} finally {
		lock.release();
	}
}

/** `20261129T030000Z`. */
const stamp = (now: number) => new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');

function refuseWhereOneIs(dataDir: string) {
	if (!hasDatabase(databaseFile(dataDir))) return;
	throw new StartError(
		`${dataDir} holds an instance already, and nothing was touched: --replace puts the backup in its place and keeps what is there, or set DATA_DIR to an empty folder.`
	);
}
