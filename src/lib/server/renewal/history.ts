import type { HistoryRow, RefreshView } from '../../view.ts';

/** What brought a new end is told each time; the rest is said once where it repeats. */
const FOLDED: RefreshView['outcome'][] = ['checked', 'transient', 'rejected', 'skipped'];

/**
 * The ledger as the page tells it: rows that follow each other and say the same become one.
 * @param rows newest first
 */
export function foldHistory(rows: RefreshView[]): HistoryRow[] {
	const folded: HistoryRow[] = [];
	for (const row of rows) {
		const last = folded.at(-1);
		if (last && FOLDED.includes(row.outcome) && isSame(last, row)) {
			last.times += 1;
			last.since = row.at;
			if (!last.triggers.includes(row.trigger)) last.triggers.push(row.trigger);
		} else {
			folded.push({ ...row, triggers: [row.trigger], times: 1, since: row.at });
		}
	}
	return folded;
}

const isSame = (one: RefreshView, other: RefreshView) =>
	one.outcome === other.outcome &&
	one.word === other.word &&
	one.code === other.code &&
	one.detail === other.detail;
