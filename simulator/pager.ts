import { graphError } from './errors.ts';
import type { NodeAnswer } from './node.ts';
import { versionOf } from './version.ts';
import type { Visit } from './visit.ts';

/** "The default is 25" (Meta, paginated results); more than a hundred no answer holds. */
const USUAL_LIMIT = 25;
const HIGHEST_LIMIT = 100;

export type List = { data: NodeAnswer[]; paging?: object };

/** What a list is made of. `at`, where it is told, orders it: the newest first. */
export type Item = { id: string; at?: number };

/** Where a list begins that starts with an empty part: Meta filters after it has cut into parts. */
const BEGINNING: Item = { id: 'beginning' };

/** What a list asks for: `limit`, `after` and `before`, and how the next part would ask again. */
export type PagerRequest = {
	pager: Map<string, string>;
	/** Path of the edge without a version, and its other parameters. */
	path: string;
	parameters: Record<string, string>;
	usualLimit?: number;
	highestLimit?: number;
};

const refusal = (message: string) => graphError({ message: `(#100) ${message}`, code: 100 });

/** For a list that is asked for too many at once. */
export const tooMuchData = () =>
	graphError({
		message: "Please reduce the amount of data you're asking for, then retry your request",
		code: 1,
		status: 500
	});

/** Begins with `QVFI` as those of Meta do, and says nothing to who looks at it. */
const cursorOf = ({ id, at = 0 }: Item) =>
	`${Buffer.from(`AQHR${[...`${at}.${id}`].reverse().join('')}`).toString('base64url')}ZD`;

/** The time in a cursor, for one whose item is gone. */
function timeIn(cursor: string): number {
	const text = Buffer.from(cursor.replace(/ZD$/, ''), 'base64url').toString();
	return Number([...text.replace(/^AQHR/, '')].reverse().join('').split('.')[0]) || 0;
}

/**
 * One part of a list. `next` and `previous` carry the access token, and never the proof that the
 * caller may have sent, as with Meta.
 */
export function pagedList<T extends Item>(
	visit: Visit,
	items: T[],
	request: PagerRequest,
	describe: (item: T) => NodeAnswer | Response
): List | Response {
	const { pager, path, parameters } = request;
	const limit = Number(pager.get('limit') || (request.usualLimit ?? USUAL_LIMIT));
	if (!Number.isInteger(limit) || limit < 1)
		return refusal('Param limit must be an integer of at least 1');
	const { mostAtOnce, emptyFirstPart } = visit.world.switches;
	if (mostAtOnce && limit > mostAtOnce) return tooMuchData();
	const most = Math.min(limit, request.highestLimit ?? HIGHEST_LIMIT);
	const version = versionOf(visit.url.pathname) ?? 'v25.0';
	const address = (cursor: Record<string, string>) =>
		`${visit.publicUrl}/${version}/${path}?` +
		new URLSearchParams({ ...parameters, limit: String(limit), ...cursor }).toString();
	if (emptyFirstPart && !pager.get('after') && !pager.get('before')) {
		const after = cursorOf(BEGINNING);
		return { data: [], paging: { cursors: { before: after, after }, next: address({ after }) } };
	}
	const bounds = boundsOf(items, pager, most);
	if (!bounds) return refusal('Invalid cursors values');

	const shown = items.slice(bounds.start, bounds.end);
	const data: NodeAnswer[] = [];
	for (const item of shown) {
		const told = describe(item);
		if (told instanceof Response) return told;
		data.push(told);
	}
	const [first, last] = [shown[0], shown.at(-1)];
	if (!first || !last) return { data };
	const [before, after] = [cursorOf(first), cursorOf(last)];
	return {
		data,
		paging: {
			cursors: { before, after },
			...(bounds.end < items.length ? { next: address({ after }) } : {}),
			...(bounds.start > 0 ? { previous: address({ before }) } : {})
		}
	};
}

/** Which items a call is about, by their places; null for a cursor that leads nowhere. */
function boundsOf(items: Item[], pager: Map<string, string>, most: number) {
	const after = pager.get('after');
	const before = pager.get('before');
	if (!(after || before) || after === cursorOf(BEGINNING)) return { start: 0, end: most };
	const cursor = after || before || '';
	const place = items.findIndex((item) => cursorOf(item) === cursor);
	if (place >= 0)
		return after
			? { start: place + 1, end: place + 1 + most }
			: { start: Math.max(0, place - most), end: place };
	const at = timeIn(cursor);
	if (!at) return null;
	const older = items.findIndex((item) => (item.at ?? 0) < at);
	const gap = older < 0 ? items.length : older;
	return after ? { start: gap, end: gap + most } : { start: Math.max(0, gap - most), end: gap };
}
