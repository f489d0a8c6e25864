import { tooLarge } from '../errors.ts';

/**
 * Reads a body to its end.
 * @param most bytes
 * @throws AppError too_large as soon as there is more
 */
export async function readBody(request: Request, most: number): Promise<Buffer<ArrayBuffer>> {
	const reader = request.body?.getReader();
	const chunks: Uint8Array[] = [];
	let size = 0;
	for (;;) {
		const part = await reader?.read();
		if (!part || part.done) return Buffer.concat(chunks);
		size += part.value.length;
		// The rest is not cancelled: that would cut the connection before the answer.
		if (size > most) throw tooLarge();
		chunks.push(part.value);
	}
}

/**
 * How many fields a form's body has at the most, counted before it is parsed: the time that parsing
 * takes grows with their square.
 * @param type the Content-Type
 */
export function countFields(body: Buffer, type: string): number {
	const separator = /^\s*multipart\//i.test(type) ? '\n--' : '&';
	let count = 1;
	for (let at = body.indexOf(separator); at !== -1; at = body.indexOf(separator, at + 1))
		count += 1;
	return count;
}
