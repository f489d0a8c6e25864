import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { readActivity } from './activity.ts';
import type { Line, Place, Viewer } from './line.ts';
import { whoIn } from './view.ts';
import { wordsOf } from './words.ts';

/** So many lines are read at a time: the memory that an export takes does not grow with it. */
const AT_ONCE = 500;

/** Everything that this viewer may see, as JSON lines, the newest first; read as fast as it is taken. */
export function exportActivity(
	db: Kysely<Schema>,
	viewer: Viewer,
	now: number
): ReadableStream<string> {
	let before: Place | null = null;
	return new ReadableStream<string>(
		{
			async pull(stream) {
				const question = { group: null, connectionId: null, before };
				const lines = await readActivity(db, viewer, question, { now, limit: AT_ONCE });
				const last = lines.at(-1);
				if (!last) return stream.close();
				stream.enqueue(lines.map((line) => exportLine(line, viewer.creatorId)).join(''));
				before = last;
			}
		},
		{ highWaterMark: 0 }
	);
}

/** What JSON leaves as it is, though programs that read lines end one there. */
const LINE_ENDS = /[\u0080-\u009f\u2028\u2029]/g;

/**
 * One line of the export: JSON without a line end in it, whatever a name holds (OWASP ASVS 5.0,
 * 16.4.1). Times are ISO 8601 in UTC.
 */
export function exportLine(line: Line, viewerId: string): string {
	const { at, kind, username, connectionId, address, detail } = line;
	const json = JSON.stringify({
		at: new Date(at).toISOString(),
		kind,
		who: whoIn(line, viewerId),
		what: wordsOf(line).what,
		account: username,
		connectionId,
		address,
		detail
	});
	return `${json.replace(LINE_ENDS, escaped)}\n`;
}

const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
