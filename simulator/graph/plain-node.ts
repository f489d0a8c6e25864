import type { Field } from '../field-expansion.ts';
import { type NodeAnswer, nodeAnswer } from '../node.ts';
import { nonexistingField } from './errors.ts';
import type { Viewer } from './viewer.ts';

/** What stands within a node and has no readers of its own: what the braces name, or the usual. */
export const plainNode = (
	viewer: Viewer,
	nodeType: string,
	values: Record<string, unknown>,
	asked: Field[] | null,
	usual: string[]
): NodeAnswer | Response =>
	nodeAnswer(
		Object.fromEntries(Object.entries(values).map(([name, value]) => [name, () => value])),
		asked,
		usual,
		(field) => nonexistingField(viewer, field, nodeType)
	);
