/** One field that a call asks for: `accounts.limit(5){id,name}` has a modifier and fields of its own. */
export type Field = {
	name: string;
	modifiers: Map<string, string>;
	/** What stands in the braces, as text and read; null without braces. */
	text: string | null;
	fields: Field[] | null;
};

const DEEPEST = 6;

/** Reads the parameter `fields` (Meta, Field Expansion). @returns null where its syntax is wrong */
export function readFields(text: string, depth = 0): Field[] | null {
	if (depth > DEEPEST) return null;
	const parts = splitAtCommas(text);
	const fields = parts?.map((part) => readField(part, depth));
	return fields?.every((field) => field !== null) ? fields : null;
}

/** Splits at the commas that stand in no braces or brackets; null where those do not match. */
function splitAtCommas(text: string): string[] | null {
	const parts: string[] = [];
	const open: string[] = [];
	let part = '';
	for (const letter of text) {
		if (letter === ',' && !open.length) {
			parts.push(part);
			part = '';
			continue;
		}
		if (letter === '{' || letter === '(') open.push(letter);
		if (letter === '}' && open.pop() !== '{') return null;
		if (letter === ')' && open.pop() !== '(') return null;
		part += letter;
	}
	if (open.length) return null;
	return [...parts, part].map((one) => one.trim()).filter(Boolean);
}

function readField(part: string, depth: number): Field | null {
	const form = /^(\w+)((?:\.\w+\([^(){}]*\))*)(?:\{(.*)\})?$/s.exec(part);
	if (!form) return null;
	const [, name = '', modifiers = '', text = null] = form;
	const fields = text === null ? null : readFields(text, depth + 1);
	if (text !== null && !fields) return null;
	const pairs = modifiers.matchAll(/\.(\w+)\(([^)]*)\)/g);
	return {
		name,
		modifiers: new Map([...pairs].map(([, key = '', value = '']) => [key, value])),
		text,
		fields
	};
}
