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

/** The texts of a list in JSON, as some clients send lists; null for anything else. */
export function textsInJson(text: string): string[] | null {
	if (!text.trim().startsWith('[')) return null;
	try {
		const list: unknown = JSON.parse(text);
		return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : null;
	} catch {
		return null;
	}
}

/** Splits Meta's scope parameter: comma separated, or by spaces. */
export function splitScopes(text: string): string[] {
	return [...new Set(text.split(/[\s,]+/).filter(Boolean))];
}
