import type { Kysely } from 'kysely';
import type { ActivityView } from '../../view.ts';
import type { Schema } from '../database/schema.ts';
import { readActivity } from './activity.ts';
import { foldActivity } from './fold.ts';
import type { Line, Question, Viewer } from './line.ts';

/** Once a page has equal lines, so many are read at a time. */
const AT_ONCE = 500;
/** So many lines one page reads: where equal ones go on beyond, so do they on the next page. */
const MOST = 2_000;

/**
 * One page of the activity, equal lines folded.
 * @param options `rows`: how many it shows
 * @returns its rows, newest first, and the cursor after which the next page begins; null: there is none
 */
export async function activityPage(
	db: Kysely<Schema>,
	viewer: Viewer,
	question: Question,
	{ now, rows }: { now: number; rows: number }
): Promise<{ rows: ActivityView[]; older: string | null }> {
	const lines: Line[] = [];
	let folded: ActivityView[] = [];
	let isMore = true;
	// One row more than is shown tells that the last one is whole, and that there are older ones.
	while (isMore && folded.length <= rows && lines.length < MOST) {
		const limit = lines.length === 0 ? rows + 1 : AT_ONCE;
		const before = lines.at(-1) ?? question.before;
		const read = await readActivity(db, viewer, { ...question, before }, { now, limit });
		lines.push(...read);
		folded = foldActivity(lines, viewer.creatorId);
		isMore = read.length === limit;
	}
	const shown = folded.slice(0, rows);
	const goesOn = isMore || folded.length > rows;
	return { rows: shown, older: goesOn ? (shown.at(-1)?.id ?? null) : null };
}
