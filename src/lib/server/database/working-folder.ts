import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { diskFault } from './disk-faults.ts';
import { prepareFolder } from './file-rights.ts';
import { takeLock } from './instance-lock.ts';

const LOCK = 'working.lock';
const NAME = /^working-[0-9a-f]{12}$/;

const TAKEN = 'Another backup or restore is under way here; try again once it has ended.';

export type WorkingFolder = {
	path: string;
	/** Gives the lock back; the folder goes too, unless it is kept for what comes next. */
	release(options?: { isKept: boolean }): void;
};

/**
 * A folder in the data folder for what nobody may see half made: closed to others, and gone whatever
 * happens. One at a time, by a lock that ends with the process; what a killed one left goes now.
 * @throws StartError where another one is under way, or the disk refuses
 */
export function takeWorkingFolder(dataDir: string): WorkingFolder {
	prepareFolder(dataDir);
	const lock = takeLock(dataDir, LOCK, TAKEN);
	try {
		removeAll(dataDir);
		const path = join(dataDir, `working-${randomBytes(6).toString('hex')}`);
		mkdirSync(path, { mode: 0o700 });
		return {
			path,
			release({ isKept } = { isKept: false }) {
				try {
					if (!isKept) rmSync(path, { recursive: true, force: true });
				} finally {
					lock.release();
				}
			}
		};
	} catch (error) {
		lock.release();
		throw diskFault(`The data folder ${dataDir}`, error);
	}
}

/** Runs with a working folder, which is gone afterwards whatever happens. */
export async function withWorkingFolder<Result>(
	dataDir: string,
	run: (path: string) => Promise<Result>
): Promise<Result> {
	const working = takeWorkingFolder(dataDir);
	try {
		return await run(working.path);
	} finally {
		working.release();
	}
}

/** Removes what was left by one that was killed; one that is under way keeps its own. */
export function dropWorkingFolders(dataDir: string) {
	if (leftIn(dataDir).length === 0) return;
	try {
		const lock = takeLock(dataDir, LOCK, TAKEN);
		try {
			removeAll(dataDir);
		} finally {
			lock.release();
		}
	} catch {
		// One is under way, or the disk refuses: the next look tries again.
	}
}

/** A restore that was cut off in its last step still needs its folder (put-in-place.ts). */
function leftIn(dataDir: string) {
	if (!existsSync(dataDir) || existsSync(join(dataDir, 'restore.json'))) return [];
	return readdirSync(dataDir).filter((name) => NAME.test(name));
}

function removeAll(dataDir: string) {
	for (const name of leftIn(dataDir)) rmSync(join(dataDir, name), { recursive: true, force: true });
}
