import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';

/**
 * SQLite's log (`-wal`) does not say to which database it belongs: beside a backup it is played back
 * onto that. So every beat writes a new mark, with the one that it replaces, and the schema's counter.
 * The first mark of a log names the one that its database had when the log began.
 */
export type LogMark = { counter: number; mark: string; before: string };

const BYTES = 16;
/** Stands for the mark of a database that had none yet. */
export const NO_MARK = '0'.repeat(BYTES * 2);
const START = 'mooring-log:';
const MARK = /mooring-log:(\d{1,10}):([0-9a-f]{32}):([0-9a-f]{32})/g;

/** The column's next value, made of its value now in one statement. */
export const nextMark = () =>
	sql<string>`${START} || (SELECT schema_version FROM pragma_schema_version) || ':' || ${randomBytes(BYTES).toString('hex')} || ':' || coalesce((SELECT substr(log_mark, ${-BYTES * 4 - 1}, ${BYTES * 2}) FROM scheduler), ${NO_MARK})`;

/** The marks that stand in a piece of a database's file or of its log. */
export function marksIn(bytes: Buffer): LogMark[] {
	if (!bytes.includes(START)) return [];
	return [...bytes.toString('latin1').matchAll(MARK)].map(
		([, counter, mark = '', before = '']) => ({ counter: Number(counter), mark, before })
	);
}
