import { existsSync, openSync, closeSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { diskFault } from '../database/disk-faults.ts';
import { prepareFolder } from '../database/file-rights.ts';
import { StartError } from '../errors.ts';
import { backupName } from './file-names.ts';
import { type Files, systemFiles } from './files.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Keeps a backup under this name, whole or not at all. Another backup that is there gives way; any
 * other file does not.
 * @returns its size in bytes
 * @throws StartError
 */
export async function keepAs(
	path: string,
	pieces: AsyncIterable<Uint8Array>,
	files: Files = systemFiles
): Promise<number> {
	if (!isFreeFor(path)) {
		throw new StartError(`${path} is there and is no backup: it was left as it is.`);
	}
	try {
		return await writeWhole(path, pieces, files);
	} catch (error) {
		throw error instanceof Error && 'syscall' in error
			? diskFault(`The backup ${path}`, error)
			: error;
	}
}

/** Where the next daily backup goes; its folder is made, closed to others, where there is none. */
export function nextIn(folder: string, now: number): string {
	prepareFolder(folder);
	return join(folder, backupName(now));
}

const AGE = 'age-encryption.org/';

function isFreeFor(path: string): boolean {
	try {
		if (!existsSync(path)) return true;
		const start = Buffer.alloc(AGE.length);
		const file = openSync(path, 'r');
		try {
			readSync(file, start, 0, start.length, 0);
		} finally {
			closeSync(file);
		}
		return start.toString('latin1') === AGE;
	} catch {
		return false;
	}
}
