import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StartError } from '../errors.ts';
import { diskFault, lockFault } from './disk-faults.ts';
import { prepareFolder } from './file-rights.ts';
import { givesLocks, isBusy } from './lock-probe.ts';

export type InstanceLock = { release(): void };

/**
 * One server per data folder: two would renew the same tokens and move each other's work. The lock
 * is SQLite's own on a file beside the database, so it ends with the process, however that ends;
 * commands do not take it.
 * @throws StartError when another server has it, its disk gives no locks, or it cannot be written
 */
export function lockInstance(dataDir: string): InstanceLock {
	return takeLock(
		dataDir,
		'instance.lock',
		`Another Mooring is running with the data folder ${dataDir}; stop it first, or set DATA_DIR to another folder.`
	);
}

/** A lock is held until it is given back, also by whom its handle is not kept: what nobody keeps is closed. */
const held = new Set<Database.Database>();

/**
 * Takes a lock of a data folder, which ends with the process.
 * @param taken the sentence for when somebody else has it
 * @throws StartError with that sentence, or why its disk gives no lock
 */
export function takeLock(dataDir: string, name: string, taken: string): InstanceLock {
	prepareFolder(dataDir);
	const file = join(dataDir, name);
	const what = `The data folder ${dataDir}`;
	try {
		closeSync(openSync(file, 'a', 0o600));
		const sqlite = new Database(file, { timeout: 0 });
		try {
			sqlite.pragma('locking_mode = EXCLUSIVE');
			sqlite.exec('BEGIN EXCLUSIVE');
		} catch (error) {
			sqlite.close();
			throw error;
		}
		held.add(sqlite);
		return {
			release() {
				held.delete(sqlite);
				sqlite.close();
			}
		};
	} catch (error) {
		if (!isBusy(error)) throw diskFault(what, error);
		if (!givesLocks(dataDir)) throw lockFault(what, error);
		throw new StartError(taken, { cause: error });
	}
}

/** Whether a server has this data folder now; asks without writing, and waits for nobody. */
export function isInstanceLocked(dataDir: string): boolean {
	const file = join(dataDir, 'instance.lock');
	if (!existsSync(file)) return false;
	const sqlite = new Database(file, { readonly: true, timeout: 0 });
	try {
		sqlite.prepare('SELECT 1 FROM sqlite_master').get();
		return false;
	} catch (error) {
		if (isBusy(error)) return true;
		throw error;
	} finally {
		sqlite.close();
	}
}
