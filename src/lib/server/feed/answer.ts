import { isKnown, type Coding } from './conditional.ts';
import { DOCUMENT_HEADERS, TYPES } from './headers.ts';
import type { Coded } from './rendition.ts';
import type { Format } from './shown-since.ts';

/** A request for something of a feed: the rest of the path, undecoded, and the query. */
export type FeedRequest = { path: string; query: string; headers: Pick<Headers, 'get'> };

export type FeedAnswer = {
	status: 200 | 304;
	headers: Record<string, string>;
	body: Uint8Array<ArrayBuffer> | null;
};

/** A document as it is sent, or that who asks has it already. */
export function documentAnswer(
	what: Format,
	{ bytes, etag, changedAt, coding }: Coded & { changedAt: number; coding: Coding },
	given: Pick<Headers, 'get'>
): FeedAnswer {
	const { type, policy } = TYPES[what];
	const headers = {
		...DOCUMENT_HEADERS,
		...(policy && { 'content-security-policy': policy }),
		etag,
		'last-modified': new Date(changedAt).toUTCString()
	};
	if (isKnown(given, { etag, changedAt })) return { status: 304, headers, body: null };
	return {
		status: 200,
		headers: {
			...headers,
			'content-type': type,
			...(coding === 'identity' ? {} : { 'content-encoding': coding }),
			'content-length': String(bytes.length)
		},
		body: bytes
	};
}
