const MOST_BYTES = 1_000_000;

/** The bytes of a body, or null where there are more than a million. */
export async function boundedBytes(request: Request): Promise<Uint8Array<ArrayBuffer> | null> {
	const parts: Uint8Array[] = [];
	let length = 0;
	if (!request.body) return new Uint8Array();
	for await (const part of request.body) {
		length += part.byteLength;
		if (length > MOST_BYTES) return null;
		parts.push(part);
	}
	return new Uint8Array(Buffer.concat(parts));
}

/**
 * The text fields of a form, urlencoded or multipart. Anything else, JSON included, has none. Of a
 * field that comes twice the first counts.
 */
export async function formFields(request: Request): Promise<Map<string, string>> {
	const type = request.headers.get('content-type') ?? '';
	const fields = new Map<string, string>();
	if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type)) return fields;
	const bytes = await boundedBytes(request);
	if (!bytes) return fields;
	try {
		const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
		for (const [name, value] of form)
			if (typeof value === 'string' && !fields.has(name)) fields.set(name, value);
	} catch {
		// A multipart body that cannot be read has no fields, which is what Meta then says.
	}
	return fields;
}

/** Parameters of a Graph call: the query first, then a form, or the top level of a JSON body. */
export async function graphFields(request: Request, url: URL): Promise<Map<string, string>> {
	const fields = new Map<string, string>();
	const add = (name: string, value: string) => {
		if (!fields.has(name)) fields.set(name, value);
	};
	url.searchParams.forEach((value, name) => add(name, value));
	if (/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
		for (const [name, value] of Object.entries(await jsonObject(request)))
			add(name, typeof value === 'string' ? value : JSON.stringify(value));
	} else (await formFields(request)).forEach((value, name) => add(name, value));
	return fields;
}

async function jsonObject(request: Request): Promise<object> {
	try {
		const value: unknown = JSON.parse(
			new TextDecoder().decode((await boundedBytes(request)) ?? new Uint8Array())
		);
		return typeof value === 'object' && value ? value : {};
	} catch {
		return {};
	}
}
