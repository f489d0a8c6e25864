import { isKnown, type Coding, type Validators } from './conditional.ts';
import { DOCUMENT_HEADERS, TYPES } from './headers.ts';
import type { Coded } from './rendition.ts';
import type { Format } from './shown-since.ts';

/** A request for something of a feed: the rest of the path, undecoded, and the query. */
export type FeedRequest = { path: string; query: string; headers: Pick<Headers, 'get'> };

export type FeedAnswer = {
	status: 200 | 304;
	readonly headers: Readonly<Record<string, string>>;
	body: Uint8Array<ArrayBuffer> | null;
};

/** Both answers of a document in one coding: as it is sent, and that who asks has it already. */
export type Answers = Validators & { whole: FeedAnswer; known: FeedAnswer };

export function answersOf(
	what: Format,
	{ bytes, etag, changedAt, coding }: Coded & { changedAt: number; coding: Coding }
): Answers {
	const { type, policy } = TYPES[what];
	const headers = {
		...DOCUMENT_HEADERS,
		...(policy && { 'content-security-policy': policy }),
		etag,
		'last-modified': new Date(changedAt).toUTCString()
	};
	const ofWhole = {
		...headers,
		'content-type': type,
		...(coding === 'identity' ? {} : { 'content-encoding': coding }),
		'content-length': String(bytes.length)
	};
	return {
		etag,
		changedAt,
		whole: { status: 200, headers: ofWhole, body: bytes },
		known: { status: 304, headers, body: null }
	};
}

/** The one of them that fits a request. */
export const fittingOf = (answers: Answers, given: Pick<Headers, 'get'>): FeedAnswer =>
	isKnown(given, answers) ? answers.known : answers.whole;
