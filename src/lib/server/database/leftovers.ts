import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { NO_MARK } from './log-mark.ts';
import { hasMark, isHotJournal, readHeader, readLog } from './raw-files.ts';
import { linkToNowhere, notADatabase, notOfThisDatabase, withoutDatabase } from './refusals.ts';

/** A running server may empty its log between a look at the log and one at the database. */
const LOOKS = 3;

/**
 * Whether there is a database; what lies beside it may say that there was one.
 * @throws StartError where that is so
 */
export function hasDatabase(file: string): boolean {
	checkLeftovers(file);
	return sizeOf(file) !== null;
}

/**
 * Looks at what lies beside a database before SQLite does, which plays it back or deletes it, and
 * touches nothing.
 * @returns whether there is a log to be played back, as a killed Mooring or a running one has it
 * @throws StartError where it belongs to another database, or there is none
 */
export function checkLeftovers(file: string): boolean {
	const real = realPathOf(file);
	const size = sizeOf(real);
	const hasLog = (sizeOf(`${real}-wal`) ?? 0) > 0 && readLog(`${real}-wal`) !== null;
	const hasJournal = (sizeOf(`${real}-journal`) ?? 0) > 0 && isHotJournal(`${real}-journal`);
	if (!hasLog && !hasJournal) return false;
	if (size === null || (size === 0 && hasLog))
		throw withoutDatabase(real, namesBeside(real, ['-wal', '-shm', '-journal']));
	const header = readHeader(real);
	if (size > 0 && !header) throw notADatabase(file);
	// The first start of all may end with one page and its journal; then the journal empties it.
	if (hasJournal && size > (header?.pageSize ?? 0)) {
		throw notOfThisDatabase(real, namesBeside(real, ['-journal']));
	}
	if (hasLog && !isOwnLog(real)) throw foreignLog(real);
	return hasLog;
}

/** By the marks (log-mark.ts), and by what SQLite's own ways to copy a database change in its header. */
function isOwnLog(file: string): boolean {
	for (let look = 0; look < LOOKS; look += 1) {
		const log = readLog(`${file}-wal`);
		const header = readHeader(file);
		if (!log) return true;
		if (!header?.isInLogMode || header.pageSize !== log.pageSize) continue;
		if (log.marks.length === 0) return true;
		const fitting = new Set(log.marks.flatMap(({ mark, before }) => [mark, before]));
		// A copy by `.backup` counts its schemas anew, and so does no database by itself.
		const isCopy = (counter: number) =>
			header.schemaCounter < Math.min(counter, ...log.marks.map((mark) => mark.counter));
		if (hasMark(file, ({ mark, counter }) => fitting.has(mark) && !isCopy(counter))) return true;
		if (fitting.has(NO_MARK) && !hasMark(file, () => true)) return true;
	}
	return false;
}

/** SQLite follows a link, and has its files beside what that leads to. */
function realPathOf(file: string) {
	try {
		return realpathSync(file);
	} catch (error) {
		const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
		const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
		if (isMissing && isLink) throw linkToNowhere(file);
		return file;
	}
}

/** Null where there is no such file. */
const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? null;

/** What names a log and its index where they do not belong to the database. */
export function foreignLog(file: string) {
	const real = realPathOf(file);
	return notOfThisDatabase(real, namesBeside(real, ['-wal', '-shm']));
}

const namesBeside = (file: string, suffixes: string[]) =>
	suffixes
		.filter((suffix) => sizeOf(file + suffix) !== null)
		.map((suffix) => basename(file) + suffix);
