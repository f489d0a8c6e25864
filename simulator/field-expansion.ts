import { textsInJson } from './query.ts';

/** One field that a call asks for: `accounts.limit(5){id,name}` has a modifier and fields of its own. */
export type Field = {
	name: string;
	modifiers: Map<string, string>;
	/** What stands in the braces, as text and read; null without braces. */
	text: string | null;
	fields: Field[] | null;
};

const DEEPEST = 6;
const PAIRS: Record<string, string> = { '{': '}', '(': ')', '[': ']' };

/**
 * Reads the parameter `fields` (Meta, Field Expansion): names with commas between, or a list in JSON.
 * @returns null where its syntax is wrong
 */
export function readFields(text: string, depth = 0): Field[] | null {
	if (depth > DEEPEST) return null;
	const parts = splitAtCommas((depth === 0 && textsInJson(text)?.join()) || text);
	const fields = parts?.map((part) => readField(part, depth));
	return fields?.every((field) => field !== null) ? fields : null;
}

/** Splits at the commas that stand in no brackets of any kind; null where those do not match. */
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
		if (letter in PAIRS) open.push(PAIRS[letter] ?? '');
		else if ('})]'.includes(letter) && open.pop() !== letter) return null;
		part += letter;
	}
	if (open.length) return null;
	return [...parts, part].map((one) => one.trim()).filter(Boolean);
}

/** A name, then modifiers and braces in any order; `.fields(…)` is the older way to write braces. */
function readField(part: string, depth: number): Field | null {
	const name = /^\w+/.exec(part)?.[0];
	if (name === undefined) return null;
	const modifiers = new Map<string, string>();
	let text: string | null = null;
	let rest = part.slice(name.length);
	while (rest) {
		const [start = '', key = 'fields'] = /^(?:\.(\w+)\(|\{)/.exec(rest) ?? [];
		if (!start) return null;
		const end = closingPlace(rest, start.length - 1);
		const inner = rest.slice(start.length, end);
		if (key !== 'fields') modifiers.set(key, inner);
		else if (text === null) text = inner;
		else return null;
		rest = rest.slice(end + 1);
	}
	const fields = text === null ? null : readFields(text, depth + 1);
	return text !== null && !fields ? null : { name, modifiers, text, fields };
}

/** Where the bracket at this place is closed; that each one is, is known by now. */
function closingPlace(text: string, from: number): number {
	let open = 0;
	for (let place = from; place < text.length; place += 1) {
		const letter = text.charAt(place);
		if (letter in PAIRS) open += 1;
		else if ('})]'.includes(letter)) open -= 1;
		if (!open) return place;
	}
	return text.length;
}
