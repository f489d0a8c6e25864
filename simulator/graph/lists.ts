import type { Field } from '../field-expansion.ts';
import type { NodeAnswer } from '../node.ts';
import { type Item, type List, pagedList } from '../pager.ts';
import type { Viewer } from './viewer.ts';

/** What a list is asked with: fields as text and read, and the parameters or modifiers beside them. */
export type ListRequest = {
	fields: Field[] | null;
	text: string | null;
	parameters: Map<string, string>;
};

/** A list in the braces of another node. */
export const inBraces = ({ fields, text, modifiers }: Field): ListRequest => ({
	fields,
	text,
	parameters: modifiers
});

/** Parameters that the links of a list repeat, beside token, fields and limit. */
const REPEATED = ['since', 'until', 'order', 'locale'];

/** One part of a list at this path, with links that carry the caller's token. */
export function listAt<T extends Item>(
	{ visit, token }: Viewer,
	path: string,
	items: readonly T[],
	{ text, parameters }: ListRequest,
	limits: { usualLimit: number; highestLimit: number },
	describe: (item: T) => NodeAnswer | Response
): List | Response {
	const repeated = REPEATED.flatMap((name) => {
		const value = parameters.get(name);
		return value === undefined ? [] : [[name, value] as const];
	});
	return pagedList(
		visit,
		[...items],
		{
			pager: parameters,
			path,
			parameters: {
				access_token: token,
				...(text === null ? {} : { fields: text }),
				...Object.fromEntries(repeated)
			},
			...limits
		},
		describe
	);
}

/** A list within a node: left out where it is empty, as field expansion does. */
export const unlessEmpty = (list: List | Response) =>
	list instanceof Response || list.data.length ? list : null;
