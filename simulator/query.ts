/** The part of a query after `name=`, exactly as it was sent, or null where it was not. */
export function rawParameter(search: string, name: string): string | null {
	const pair = search
		.replace(/^\?/, '')
		.split('&')
		.find((part) => part === name || part.startsWith(`${name}=`));
	return pair === undefined ? null : pair.slice(name.length + 1);
}

/** A query without one of its parameters, all others byte for byte. */
export function withoutParameter(search: string, name: string): string {
	return search
		.replace(/^\?/, '')
		.split('&')
		.filter((part) => part !== name && !part.startsWith(`${name}=`))
		.join('&');
}

/** Splits Meta's scope parameter: comma separated, or by spaces. */
export function splitScopes(text: string): string[] {
	return [...new Set(text.split(/[\s,]+/).filter(Boolean))];
}
