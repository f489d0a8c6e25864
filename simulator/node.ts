import { graphError } from './errors.ts';
import { type Field, readFields } from './field-expansion.ts';

/** How each field of a kind of node is read; null leaves it out, a Response fails the call. */
export type Readers = Record<string, (field: Field) => unknown>;

export type NodeAnswer = Record<string, unknown>;

const plain = (name: string): Field => ({ name, modifiers: new Map(), text: null, fields: null });

/** What the parameter `fields` asks for: null where it is empty or missing, or Meta's refusal. */
export function askedFields(text: string | undefined): Field[] | null | Response {
	if (!text) return null;
	return (
		readFields(text) ??
		graphError({
			message: `Syntax error in the parameter fields: ${text.slice(0, 200)}`,
			code: 2500
		})
	);
}

/**
 * What a call gets of a node: the fields that it names, or the usual ones, and `id` always. One field
 * that this kind of node does not have fails the whole call; `.as(name)` gives it another name.
 */
export function nodeAnswer(
	readers: Readers,
	asked: Field[] | null,
	usual: string[],
	refuse: (name: string) => Response
): NodeAnswer | Response {
	const answer: NodeAnswer = {};
	for (const field of asked ?? usual.map(plain)) {
		const read = Object.hasOwn(readers, field.name) ? readers[field.name] : null;
		if (!read) return refuse(field.name);
		const value = read(field);
		if (value instanceof Response) return value;
		if (value !== null) answer[field.modifiers.get('as') ?? field.name] = value;
	}
	answer.id ??= readers.id?.(plain('id'));
	return answer;
}
