import { ToolRefusal } from '../keys/tool-refusal.ts';
import type { Call } from './call.ts';
import { readFlatJson } from './flat-json.ts';

export type Pair = [name: string, value: string];

/** Fields of a form; the time that parsing takes grows with their square. */
const MOST_FIELDS = 500;
/** Bytes as they come: 64 KB of parameters may be written with six for each. */
const MOST_BYTES = 512 * 1024;

/**
 * The parameters in a body: urlencoded, multipart without files, or flat JSON. That it is not
 * compressed the door has seen.
 * @throws ToolRefusal body_malformed, body_too_large
 */
export async function readBody({ type, bytes }: NonNullable<Call['body']>) {
	if (bytes.length === 0) return [];
	if (bytes.length > MOST_BYTES) throw tooLarge();
	const kind = (type ?? '').split(';', 1)[0]?.trim().toLowerCase();
	if (kind === 'application/json') return jsonPairs(bytes);
	if (kind === 'application/x-www-form-urlencoded') return formPairs(bytes);
	if (kind === 'multipart/form-data') return multipartPairs(bytes, type ?? '');
	throw malformed('is neither a form nor JSON');
}

function jsonPairs(bytes: Uint8Array): Pair[] {
	const pairs = readFlatJson(textOf(bytes));
	if (!pairs) throw malformed('is no flat JSON object');
	return pairs;
}

function formPairs(bytes: Uint8Array): Pair[] {
	refuseMany(bytes, '&');
	return [...new URLSearchParams(textOf(bytes))];
}

async function multipartPairs(bytes: Uint8Array, type: string): Promise<Pair[]> {
	refuseMany(bytes, '\n--');
	let form;
	try {
		form = await new Response(Buffer.from(bytes), { headers: { 'content-type': type } }).formData();
	} catch {
		throw malformed('is no whole form');
	}
	return [...form].map(([name, value]) => {
		if (typeof value !== 'string') throw malformed('holds a file');
		return [name, value];
	});
}

function textOf(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		throw malformed('is not in UTF-8');
	}
}

function refuseMany(bytes: Uint8Array, separator: string) {
	const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
	let count = 1;
	for (let at = body.indexOf(separator); at !== -1; at = body.indexOf(separator, at + 1)) {
		count += 1;
		if (count > MOST_FIELDS) throw malformed('has too many fields');
	}
}

export const tooLarge = () =>
	new ToolRefusal(
		'body_too_large',
		'The parameters of this call are larger than 64 KB.',
		'Send pictures and videos by their address, and shorten what is sent.'
	);

const malformed = (what: string) =>
	new ToolRefusal(
		'body_malformed',
		`The body of this call ${what}.`,
		'Send an urlencoded form, a multipart form without files, or one flat JSON object.'
	);
