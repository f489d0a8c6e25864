/** The parts of JSON text that is known to be valid: texts, signs, and what stands for itself. */
const PART = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/**
 * The members of a flat JSON object as a form would have them: texts plain, arrays and objects as
 * JSON text, numbers as they are written (ids are above 2^53), null left out. A name that comes twice
 * is there twice. Nothing is made of the members, so no name reaches into an object of the program.
 * @returns null where the text is not JSON, or no object
 */
export function readFlatJson(text: string): [name: string, value: string][] | null {
	if (!isJsonObject(text)) return null;
	const members: [string, string][] = [];
	let depth = 0;
	let name: string | null = null;
	let value = '';
	for (const [part] of text.matchAll(PART)) {
		if (part === '}' || part === ']') depth -= 1;
		if ((depth === 1 && part === ',') || depth === 0) {
			if (name !== null && value !== 'null') members.push([name, plain(value)]);
			name = null;
			value = '';
		} else if (name === null) name = JSON.parse(part) as string;
		else if (depth > 1 || part !== ':') value += part;
		if (part === '{' || part === '[') depth += 1;
	}
	return members;
}

function isJsonObject(text: string): boolean {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value);
	} catch {
		// Its message quotes the text.
		return false;
	}
}

const plain = (value: string) => (value.startsWith('"') ? (JSON.parse(value) as string) : value);
