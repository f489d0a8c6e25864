import type { Sent } from '../meta/graph-call.ts';
import type { Relayed } from './call.ts';
import { type Place, placesIn } from './json-places.ts';
import { type LinkTarget, ourLink } from './links.ts';
import { holdsToken } from './token-search.ts';

/** What of Meta's headers comes back; all others stay here. */
const ALLOWED = [
	'x-app-usage',
	'x-business-use-case-usage',
	'facebook-api-version',
	'x-fb-trace-id',
	'retry-after'
] as const;

/** Whose answer it is, and what must not be in it. */
export type Delivery = LinkTarget & {
	/** Stands in the place of every `access_token`. */
	keyText: string;
	token: string;
};

/** An answer of Meta's with its text, one character for each byte, so that none changes. */
export type ReadAnswer = Pick<Sent, 'status' | 'headers'> & {
	text: string;
	places: readonly Place[];
	/** JSON to its last bracket, which what was cut off is not. */
	isJson: boolean;
	/** It calls itself a page for people. */
	isPage: boolean;
};

export function readAnswer({ status, headers, bytes }: Sent): ReadAnswer {
	const { buffer, byteOffset, byteLength } = bytes;
	const text = Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
	const { places, isWhole } = placesIn(text);
	const isPage = /html/i.test(headers.get('content-type') ?? '');
	return { status, headers, text, places, isJson: isWhole, isPage };
}

/**
 * What goes back of an answer of Meta's: the same bytes, but that links to further pages lead to us
 * and that the caller's own key stands in the place of tokens.
 * @returns null where the token is still in it: then nothing of it may go back
 */
export function deliverable(answer: ReadAnswer, delivery: Delivery): Relayed | null {
	const text = spliced(answer, delivery);
	const headers = allowedOf(answer.headers);
	const told = [text, ...Object.values(headers)].join('\n');
	if (holdsToken(told, delivery.token)) return null;
	// Some encodings put a zero byte between any two letters.
	if (told.includes('\0') && holdsToken(told.replaceAll('\0', ''), delivery.token)) return null;
	return { status: answer.status, headers, body: Buffer.from(text, 'latin1') };
}

function spliced({ text, places }: ReadAnswer, delivery: Delivery): string {
	if (places.length === 0) return text;
	const pieces: string[] = [];
	let from = 0;
	for (const { what, start, end } of places) {
		const value = what === 'token' ? delivery.keyText : linkAt(text.slice(start, end), delivery);
		pieces.push(text.slice(from, start), inAscii(JSON.stringify(value)));
		from = end;
	}
	return pieces.join('') + text.slice(from);
}

function linkAt(literal: string, target: LinkTarget): string | null {
	try {
		return ourLink(JSON.parse(Buffer.from(literal, 'latin1').toString()) as string, target);
	} catch {
		return null;
	}
}

const inAscii = (json: string) =>
	json.replace(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

function allowedOf(headers: Pick<Headers, 'get'>): Record<string, string> {
	const told = ALLOWED.flatMap((name) => {
		const value = headers.get(name);
		return value === null ? [] : [[name, value] as const];
	});
	return { 'content-type': typeOf(headers), ...Object.fromEntries(told) };
}

/** Meta's, unless a browser would take it for a page of ours. */
function typeOf(headers: Pick<Headers, 'get'>): string {
	const type = headers.get('content-type') ?? '';
	return /^(application\/json|text\/javascript|text\/plain)\b/i.test(type)
		? type
		: 'application/json';
}
