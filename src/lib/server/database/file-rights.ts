import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs';
import { diskFault } from './disk-faults.ts';

/** The bit of folders that everybody may write to, such as a system's temporary folder. */
const STICKY = 0o1000;

/**
 * Makes sure that a folder for secrets exists, is closed to others (0700) and can be written.
 * @throws StartError
 */
export function prepareFolder(folder: string) {
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		if ((statSync(folder).mode & STICKY) === 0) tighten(folder, 0o700);
		accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
	} catch (error) {
		throw diskFault(`The data folder ${folder}`, error);
	}
}

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
