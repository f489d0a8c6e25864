import type { ActivityView } from '../../view.ts';
import { cursorOf, type Line } from './line.ts';
import { whoIn } from './who.ts';
import { wordsOf } from './words.ts';

/** A line as the page shows it. */
export const activityView = (line: Line, viewerId: string): ActivityView => ({
	id: cursorOf(line),
	at: new Date(line.at).toISOString(),
	...wordsOf(line),
	who: whoIn(line, viewerId),
	address: line.address
});
