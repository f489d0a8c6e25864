import { basename, dirname } from 'node:path';
import { StartError } from '../errors.ts';
import { diskFault, lockFault } from './disk-faults.ts';
import { givesLocks, isBusy } from './lock-probe.ts';

/* Why a database is not opened, each with its cure. None of them was touched. */

export const notADatabase = (file: string, cause?: unknown) =>
	new StartError(
		`${file} is not a database. It was left as it is: move it away, or set DATA_DIR to another folder.`,
		{ cause }
	);

export const ofAnotherProgram = (file: string) =>
	new StartError(
		`${file} is a database of another program. It was left as it is: move it away, or set DATA_DIR to another folder.`
	);

export const damaged = (file: string, cause?: unknown) =>
	new StartError(
		`The database ${file} is damaged. It was left as it is: put a backup in its place (move ${basename(file)}-wal and ${basename(file)}-shm away too), or move it away to start afresh.`,
		{ cause }
	);

/** @param left the files beside the database, by their names */
export const notOfThisDatabase = (file: string, left: string[]) =>
	new StartError(
		`${left.join(' and ')} in ${dirname(file)} ${left.length > 1 ? 'do' : 'does'} not belong to the ${basename(file)} beside, as when a backup was put there, and nothing was touched: move ${left.length > 1 ? 'them' : 'it'} away and start again.`
	);

/** @param left the files without their database, by their names */
export const withoutDatabase = (file: string, left: string[]) =>
	new StartError(
		`${basename(file)} is not in ${dirname(file)}, but ${left.join(' and ')} ${left.length > 1 ? 'are' : 'is'}, and nothing was touched: put it back, or move ${left.length > 1 ? 'them' : 'it'} away to start afresh or with a backup.`
	);

export const linkToNowhere = (file: string) =>
	new StartError(
		`The database ${file} is a link to what is not there: mount the disk that it leads to, or remove the link to start afresh.`
	);

/** The one sentence for whatever went wrong with a database. */
export function databaseFault(error: unknown, file: string): StartError {
	if (error instanceof StartError) return error;
	const code = String((error as { code?: unknown } | null)?.code);
	if (code === 'SQLITE_NOTADB') return notADatabase(file, error);
	if (code.startsWith('SQLITE_CORRUPT')) return damaged(file, error);
	const isRefused = isBusy(error) && !givesLocks(dirname(file));
	return (isRefused ? lockFault : diskFault)(`The database ${file}`, error);
}
