import type { Field } from '../field-expansion.ts';
import { type NodeAnswer, nodeAnswer, type Readers } from '../node.ts';
import type { Visit } from '../visit.ts';
import type { FacebookCaller } from './caller.ts';
import { nonexistingField } from './errors.ts';

/** A call on its way to an answer. */
export type Reading = { visit: Visit; caller: FacebookCaller };

/** A node of this kind, whose name stands in the refusal of a field that it does not have. */
export const readNode = (
	nodeType: string,
	readers: Readers,
	asked: Field[] | null,
	usual: string[]
): NodeAnswer | Response =>
	nodeAnswer(readers, asked, usual, (field) => nonexistingField(field, nodeType));

/** What stands within a node and has no readers of its own: all of it, or what the braces name. */
export const plainNode = (
	nodeType: string,
	values: Record<string, unknown>,
	asked: Field[] | null
) =>
	readNode(
		nodeType,
		Object.fromEntries(Object.entries(values).map(([name, value]) => [name, () => value])),
		asked,
		Object.keys(values)
	);
