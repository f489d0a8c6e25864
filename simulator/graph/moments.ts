/**
 * A time in a parameter: seconds since 1970, or a day or time in ISO 8601. @returns milliseconds,
 * null where there is none, NaN for what is no time
 */
export function momentIn(parameters: Map<string, string>, name: string): number | null {
	const text = parameters.get(name);
	if (!text) return null;
	return /^-?\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}
