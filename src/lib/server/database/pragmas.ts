import type Database from 'better-sqlite3';
import { StartError } from '../errors.ts';

/** Waiting for a lock blocks every request, so it is short; `immediate-dialect.ts` tries again. */
export const BUSY_TIMEOUT_MS = 250;

/** Name, value to set, value to read back. */
const PRAGMAS: readonly [string, string, string | number][] = [
	['journal_mode', 'WAL', 'wal'],
	// Holds for one opening only, and WAL alone means NORMAL: a power cut would lose commits.
	['synchronous', 'FULL', 2],
	['foreign_keys', 'ON', 1],
	['trusted_schema', 'OFF', 0],
	// Erased tokens are overwritten, not merely unlinked.
	['secure_delete', 'ON', 1],
	['cell_size_check', 'ON', 1],
	['busy_timeout', String(BUSY_TIMEOUT_MS), BUSY_TIMEOUT_MS],
	['wal_autocheckpoint', '1000', 1000],
	['temp_store', 'MEMORY', 2],
	['mmap_size', '0', 0]
];

/**
 * Sets what this database relies on, and reads every value back.
 * @throws StartError when one did not take, as WAL does not on some network disks
 */
export function setPragmas(sqlite: Database.Database) {
	for (const [name, value] of PRAGMAS) sqlite.pragma(`${name} = ${value}`);
	for (const [name, value, expected] of PRAGMAS) {
		if (sqlite.pragma(name, { simple: true }) !== expected) {
			throw new StartError(
				`The database did not take the setting ${name} = ${value}; DATA_DIR must be on a local disk.`
			);
		}
	}
}
