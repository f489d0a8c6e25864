import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { readActivity, type Viewer } from './activity.ts';
import { exportLine } from './export-line.ts';
import type { Place } from './line.ts';

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
