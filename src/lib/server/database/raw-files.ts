import { closeSync, openSync, readSync } from 'node:fs';
import { type LogMark, marksIn } from './log-mark.ts';

/*
 * SQLite's files as bytes: to open a database, even for reading, plays back what lies beside it. The
 * offsets are those of sqlite.org/fileformat.html.
 */

export type Header = { isInLogMode: boolean; pageSize: number; schemaCounter: number };
export type Log = { pageSize: number; marks: LogMark[] };

type Read = (position: number, length: number) => Buffer;

/** `read` gives fewer bytes than asked for where the file ends. */
function reading<Result>(file: string, use: (read: Read) => Result): Result {
	const descriptor = openSync(file, 'r');
	try {
		return use((position, length) => {
			const bytes = Buffer.alloc(length);
			return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position));
		});
	} finally {
		closeSync(descriptor);
	}
}

/** @returns null for what is no database of SQLite */
export function readHeader(file: string): Header | null {
	const bytes = reading(file, (read) => read(0, 100));
	if (bytes.length < 100 || bytes.toString('latin1', 0, 16) !== 'SQLite format 3\0') return null;
	const size = bytes.readUInt16BE(16);
	return {
		isInLogMode: bytes[18] === 2 && bytes[19] === 2,
		pageSize: size === 1 ? 65_536 : size,
		schemaCounter: bytes.readUInt32BE(40)
	};
}

/** A multiple of every page size: a mark lies in one page, and so in one piece. */
const PIECE = 1024 * 1024;

/** Whether any mark in a database's file is as asked; reads no more of it than it must. */
export const hasMark = (file: string, isRight: (mark: LogMark) => boolean): boolean =>
	reading(file, (read) => {
		for (let position = 0; ; position += PIECE) {
			const bytes = read(position, PIECE);
			if (marksIn(bytes).some(isRight)) return true;
			if (bytes.length < PIECE) return false;
		}
	});

const LOG_MAGIC = 0x377f0682;

/** @returns null for a log in which SQLite would find nothing */
export const readLog = (file: string): Log | null =>
	reading(file, (read) => {
		const header = read(0, 32);
		if (header.length < 32 || (header.readUInt32BE(0) & ~1) >>> 0 !== LOG_MAGIC) return null;
		const pageSize = header.readUInt32BE(8);
		const salts = header.subarray(16, 24);
		const marks: LogMark[] = [];
		let position = 32;
		for (; ; position += 24 + pageSize) {
			const frame = read(position, 24 + pageSize);
			// What stands behind the last frame is left of a log before.
			if (frame.length < 24 + pageSize || !frame.subarray(8, 16).equals(salts)) break;
			marks.push(...marksIn(frame));
		}
		return position === 32 ? null : { pageSize, marks };
	});

const JOURNAL_MAGIC = 'd9d505f920a163d7';

/** Whether SQLite would roll a database back by this journal. */
export const isHotJournal = (file: string): boolean =>
	reading(file, (read) => read(0, 8).toString('hex') === JOURNAL_MAGIC);
