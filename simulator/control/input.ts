/** A request to the control that cannot be done; its message is the sentence of the answer. */
export class BadInput extends Error {}

export type Fields = Record<string, unknown>;

/** Reads JSON text as an object. */
export function readObject(text: string): Fields {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new BadInput('The body must be JSON.');
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		throw new BadInput('The body must be a JSON object.');
	return value as Fields;
}

export function onlyKnown(fields: Fields, names: readonly string[]): void {
	for (const name of Object.keys(fields))
		if (!names.includes(name))
			throw new BadInput(`Unknown field "${name}"; known are ${names.join(', ')}.`);
}

/** A text field; `null` where it is left out and not required. */
export function text(fields: Fields, name: string, most = 500): string | null {
	const value = fields[name];
	if (value === undefined || value === null) return null;
	if (typeof value !== 'string' || !value || value.length > most)
		throw new BadInput(`${name} must be a text of 1 to ${most} characters.`);
	return value;
}

export function requiredText(fields: Fields, name: string, most = 500): string {
	const value = text(fields, name, most);
	if (value === null) throw new BadInput(`${name} is missing.`);
	return value;
}

export function wholeNumber(fields: Fields, name: string, from: number, to: number): number | null {
	const value = fields[name];
	if (value === undefined || value === null) return null;
	if (!Number.isInteger(value) || Number(value) < from || Number(value) > to)
		throw new BadInput(`${name} must be a whole number from ${from} to ${to}.`);
	return Number(value);
}

export function yesOrNo(fields: Fields, name: string): boolean {
	const value = fields[name] ?? false;
	if (typeof value !== 'boolean') throw new BadInput(`${name} must be true or false.`);
	return value;
}

export function choice<T extends string>(
	fields: Fields,
	name: string,
	values: readonly T[]
): T | null {
	const value = fields[name];
	if (value === undefined) return null;
	if (!values.includes(value as T))
		throw new BadInput(`${name} must be one of ${values.join(', ')}.`);
	return value as T;
}

/** A list of texts, or one text split at commas and spaces. */
export function list(fields: Fields, name: string): string[] | null {
	const value = fields[name];
	if (value === undefined || value === null) return null;
	if (typeof value === 'string') return value.split(/[\s,]+/).filter(Boolean);
	if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
	throw new BadInput(`${name} must be a list of texts.`);
}
