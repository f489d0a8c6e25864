/** One name that a call asks for. */
export type Field = {
	name: string;
	/** Whether a modifier follows it: `.limit(5)`. */
	isModified: boolean;
	/** What stands in its braces; null: it has none. */
	fields: Field[] | null;
};

const MOST_BYTES = 5 * 1024;
const MOST_NAMES = 100;
/** Braces inside each other. */
const DEEPEST = 4;

/** A name, a modifier with its value, or a sign; no bracket and no control character in a value. */
const PART =
	/\s*(?:(?<name>[A-Za-z_]\w*)|\.\s*(?<modifier>[A-Za-z_]\w*)\s*\([^(){}[\]\p{Cc}]*\)|(?<sign>[,{}]))\s*/uy;

/**
 * Reads the parameter `fields` (Graph API, "Field expansion"): `name[.modifier(value)]*[{…}]` with
 * commas between, spaces anywhere. The older way to write braces, `.fields(…)`, is none.
 * @returns no field for an empty text; null where it is not written so, or holds too much
 */
export function readFields(text: string): Field[] | null {
	if (Buffer.byteLength(text) > MOST_BYTES) return null;
	const top: Field[] = [];
	/** The fields whose braces are open, the outermost first. */
	const open: Field[] = [];
	let latest: Field | null = null;
	let names = 0;
	for (const part of partsOf(text.trim())) {
		if (!part) return null;
		const { name, modifier, sign } = part;
		if (name !== undefined) {
			names += 1;
			if (latest || names > MOST_NAMES) return null;
			latest = { name, isModified: false, fields: null };
			(open.at(-1)?.fields ?? top).push(latest);
		} else if (modifier !== undefined) {
			if (!latest || latest.fields || modifier.toLowerCase() === 'fields') return null;
			latest.isModified = true;
		} else if (sign === '{') {
			if (!latest || latest.fields || open.length === DEEPEST) return null;
			latest.fields = [];
			open.push(latest);
			latest = null;
		} else if (sign === '}') {
			latest = open.pop() ?? null;
			if (!latest) return null;
		} else latest = null;
	}
	return open.length === 0 ? top : null;
}

/** One after the other, without a gap; null where the text goes on in no known way. */
function* partsOf(text: string) {
	const reader = new RegExp(PART);
	while (reader.lastIndex < text.length) {
		const groups = reader.exec(text)?.groups;
		yield (groups as Partial<Record<'name' | 'modifier' | 'sign', string>> | undefined) ?? null;
		if (!groups) return;
	}
}
