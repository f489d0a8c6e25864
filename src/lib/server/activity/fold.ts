import type { ActivityView } from '../../view.ts';
import { cursorOf, type Line } from './line.ts';
import { activityView } from './view.ts';

/** What brought a new end is told each time, as in the history of a connection. */
const APART: unknown[] = ['connected', 'renewed'];

/**
 * Lines that follow each other and say the same become one row, named by its oldest line.
 * @param lines newest first
 */
export function foldActivity(lines: readonly Line[], viewerId: string): ActivityView[] {
	const rows: ActivityView[] = [];
	let before: Line | null = null;
	for (const line of lines) {
		const view = activityView(line, viewerId);
		const last = rows.at(-1);
		if (last && before && isSame(last, view) && mayFold(before, line)) {
			last.times += 1;
			last.since = view.at;
			last.id = cursorOf(line);
		} else {
			rows.push(view);
		}
		before = line;
	}
	return rows;
}

/** Two accounts of one name, by both logins, are told apart. */
const mayFold = (one: Line, other: Line) =>
	one.kind === other.kind &&
	one.connectionId === other.connectionId &&
	!(other.kind === 'renewal' && APART.includes(other.detail['outcome']));

const isSame = (one: ActivityView, other: ActivityView) =>
	one.what === other.what &&
	one.tone === other.tone &&
	one.who === other.who &&
	one.address === other.address;
