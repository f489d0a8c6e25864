import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { diskFault } from './disk-faults.ts';

/** The bit of folders that everybody may write to, such as a system's temporary folder. */
const STICKY = 0o1000;

/**
 * Makes sure that a folder for secrets exists, is closed to others (0700) and can be written.
 * @throws StartError
 */
export function prepareFolder(folder: string) {
	try {
		makeFolder(folder);
		if ((statSync(folder).mode & STICKY) === 0) tighten(folder, 0o700);
		accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
	} catch (error) {
		throw diskFault(`The data folder ${folder}`, error);
	}
}

/** Node's own recursive way says ENOENT of a disk that is read-only, and never ends under /proc. */
function makeFolder(folder: string) {
	if (isFolder(folder)) return;
	makeFolder(dirname(folder));
	try {
		mkdirSync(folder, { mode: 0o700 });
	} catch (error) {
		// Another program may just have made it.
		if (!isFolder(folder)) throw error;
	}
}

const isFolder = (path: string) =>
	statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/**
 * Takes away the rights that go beyond `mode`. A file that is not there is none of its business,
 * nor is one of another user: what is in it stays as closed as that user made it.
 */
export function tighten(path: string, mode: number) {
	try {
		const present = statSync(path).mode & 0o777;
		if ((present & ~mode) !== 0) chmodSync(path, present & mode);
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code;
		if (code !== 'ENOENT' && code !== 'EPERM') throw error;
	}
}
