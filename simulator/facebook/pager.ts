import type { NodeAnswer } from '../node.ts';
import type { Visit } from '../visit.ts';
import { facebookError, tooMuchData } from './errors.ts';
import { versionOf } from './path.ts';

/** "The default is 25" (Meta, paginated results); more than a hundred no answer holds. */
const USUAL_LIMIT = 25;
const HIGHEST_LIMIT = 100;

export type List = { data: NodeAnswer[]; paging?: object };

/** Where a list begins that starts with an empty part: Meta filters after it has cut into parts. */
const BEGINNING = 'beginning';

const cursorOf = (id: string) => Buffer.from(`QVFI ${id}`).toString('base64url');

/** What a list asks for: `limit`, `after` and `before`, and how the next part would ask again. */
export type PagerRequest = {
	pager: Map<string, string>;
	/** Path of the edge without a version, and its other parameters. */
	path: string;
	parameters: Record<string, string>;
};

/**
 * One part of a list. `next` and `previous` carry the access token, and never the proof that the
 * caller may have sent, as with Meta.
 */
export function pagedList<T extends { id: string }>(
	visit: Visit,
	items: T[],
	{ pager, path, parameters }: PagerRequest,
	describe: (item: T) => NodeAnswer | Response
): List | Response {
	const limit = Number(pager.get('limit') ?? USUAL_LIMIT);
	if (!Number.isInteger(limit) || limit < 1)
		return facebookError('(#100) Param limit must be an integer of at least 1', 100);
	const { mostAtOnce } = visit.world.switches;
	if (mostAtOnce && limit > mostAtOnce) return tooMuchData();
	const most = Math.min(limit, HIGHEST_LIMIT);
	const version = versionOf(visit.url.pathname) ?? 'v25.0';
	const address = (cursor: Record<string, string>) =>
		`${visit.publicUrl}/${version}/${path}?` +
		new URLSearchParams({ ...parameters, limit: String(limit), ...cursor }).toString();
	if (visit.world.switches.emptyFirstPart && !pager.get('after') && !pager.get('before')) {
		const after = cursorOf(BEGINNING);
		return { data: [], paging: { cursors: { before: after, after }, next: address({ after }) } };
	}
	const bounds = boundsOf(items, pager, most);
	if (!bounds) return facebookError('(#100) Invalid cursors values', 100);

	const shown = items.slice(bounds.start, bounds.end);
	const data: NodeAnswer[] = [];
	for (const item of shown) {
		const told = describe(item);
		if (told instanceof Response) return told;
		data.push(told);
	}
	const [first, last] = [shown[0], shown.at(-1)];
	if (!first || !last) return { data };
	const [before, after] = [cursorOf(first.id), cursorOf(last.id)];
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
function boundsOf(items: { id: string }[], pager: Map<string, string>, most: number) {
	const after = pager.get('after');
	const before = pager.get('before');
	if (!(after || before) || after === cursorOf(BEGINNING)) return { start: 0, end: most };
	const place = items.findIndex(({ id }) => cursorOf(id) === (after || before));
	if (place < 0) return null;
	if (after) return { start: place + 1, end: place + 1 + most };
	return { start: Math.max(0, place - most), end: place };
}
