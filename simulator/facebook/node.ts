import type { Field } from '../field-expansion.ts';
import type { Visit } from '../visit.ts';
import type { FacebookCaller } from './caller.ts';
import { nonexistingField } from './errors.ts';

/** A call on its way to an answer. */
export type Reading = { visit: Visit; caller: FacebookCaller };

/** How each field of a kind of node is read; null leaves it out, a Response fails the call. */
export type Readers = Record<string, (field: Field) => unknown>;

export type NodeAnswer = Record<string, unknown>;

const plain = (name: string): Field => ({
	name,
	modifiers: new Map(),
	text: null,
	fields: null
});

/**
 * What a call gets of a node: the fields that it names, or the usual ones, and `id` always. One field
 * that this kind of node does not have fails the whole call.
 */
export function readNode(
	nodeType: string,
	readers: Readers,
	asked: Field[] | null,
	usual: string[]
): NodeAnswer | Response {
	const answer: NodeAnswer = {};
	for (const field of asked ?? usual.map(plain)) {
		const read = Object.hasOwn(readers, field.name) ? readers[field.name] : null;
		if (!read) return nonexistingField(field.name, nodeType);
		const value = read(field);
		if (value instanceof Response) return value;
		if (value !== null) answer[field.name] = value;
	}
	answer.id ??= readers.id?.(plain('id'));
	return answer;
}
