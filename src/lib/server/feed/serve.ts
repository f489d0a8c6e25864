import type { Kysely } from 'kysely';
import type { ContentState } from '../content/post.ts';
import { readPicture } from '../content/media-folder.ts';
import { readState } from '../content/store.ts';
import type { Clock } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import { AppError, notFound, rateLimited } from '../errors.ts';
import { askedFeed } from './asked.ts';
import { codingFor, isKnown } from './conditional.ts';
import { embedChoice } from './embed-choice.ts';
import { type Feed, feedOf } from './feed.ts';
import { rowBySlug } from './find.ts';
import { DOCUMENT_HEADERS, PICTURE_HEADERS, TYPES } from './headers.ts';
import { type Current, type Renditions, renditionsOf } from './renditions.ts';
import type { Format } from './shown-since.ts';
import { stalenessOf } from './staleness.ts';

export type ServeDeps = {
	db: Kysely<Schema>;
	dataDir: string;
	origin: URL;
	/** The clock of connections; what is told of changes goes by real time. */
	clock: Clock;
	realNow: () => number;
	/** The interval of syncs, in milliseconds. */
	every: number;
	isLocked: () => boolean;
};

/** A request for something of a feed: the rest of the path, undecoded, and the query. */
export type FeedRequest = { path: string; query: string; headers: Pick<Headers, 'get'> };

export type FeedAnswer = {
	status: 200 | 304;
	headers: Record<string, string>;
	body: Uint8Array<ArrayBuffer> | null;
};

/** Counts a request; seconds to wait: it is one too many. */
export type Count = (what: 'document' | 'unknown') => number | null;

type Found = { feed: Feed; state: ContentState };

/** Answers what everybody may see of feeds: no session, no key, no token, no call to Meta. */
export function feedServer(deps: ServeDeps) {
	const renditions = renditionsOf(deps);

	async function find(slug: string): Promise<Found | null> {
		const row = await rowBySlug(deps.db, slug);
		const state = row && (await readState(deps.db, row.connectionId));
		return row && state ? { feed: feedOf(row), state } : null;
	}

	return {
		/**
		 * @throws AppError not_found, feed_off (410), rate_limited
		 */
		answer: async (request: FeedRequest, count: Count): Promise<FeedAnswer> => {
			const asked = askedFeed(request.path);
			const found = asked && (await find(asked.slug));
			if (!asked || !found) {
				refuseTooMany(count('unknown'));
				throw notFound();
			}
			if (asked.what !== 'picture') refuseTooMany(count('document'));
			const { feed, state } = found;
			if (!feed.isOn || state.isLeft) throw feedOff();
			const current = await renditions.current(feed, state);
			return asked.what === 'picture'
				? pictureAnswer(deps, asked.file, feed, current, request)
				: documentAnswer(await render(asked.what, request, found, current), asked.what, request);
		},
		variants: renditions.variants
	};

	function render(
		what: Format,
		{ query }: FeedRequest,
		{ feed, state }: Found,
		current: Current
	): ReturnType<Renditions['embed']> {
		if (what === 'embed') return renditions.embed(feed, current, embedChoice(query));
		if (what === 'rss') return renditions.rss(feed, current);
		const at = { now: deps.clock.now(), every: deps.every, isLocked: deps.isLocked() };
		return renditions.json(feed, current, stalenessOf(state, at));
	}
}

async function documentAnswer(
	rendition: Awaited<ReturnType<Renditions['embed']>>,
	what: Format,
	{ headers: given }: FeedRequest
): Promise<FeedAnswer> {
	const coding = codingFor(given.get('accept-encoding'));
	const { bytes, etag } = await rendition.as(coding);
	const { changedAt } = rendition;
	const headers = {
		...DOCUMENT_HEADERS,
		...(TYPES[what].policy && { 'content-security-policy': TYPES[what].policy }),
		etag,
		'last-modified': new Date(changedAt).toUTCString()
	};
	if (isKnown(given, { etag, changedAt })) return { status: 304, headers, body: null };
	return {
		status: 200,
		headers: {
			...headers,
			'content-type': TYPES[what].type,
			...(coding === 'identity' ? {} : { 'content-encoding': coding }),
			'content-length': String(bytes.length)
		},
		body: bytes
	};
}

/** Only what the feed shows: what is hidden is gone at once, whatever caches keep. */
async function pictureAnswer(
	{ dataDir }: ServeDeps,
	file: string,
	{ connectionId }: Feed,
	{ files }: Current,
	{ headers: given }: FeedRequest
): Promise<FeedAnswer> {
	if (!files.has(file)) throw notFound();
	// Its name is made of its bytes.
	const etag = `"${file}"`;
	const headers = { ...PICTURE_HEADERS, etag };
	if (isKnown(given, { etag, changedAt: Infinity })) return { status: 304, headers, body: null };
	const bytes = await readPicture(dataDir, connectionId, file);
	if (bytes === null) throw notFound();
	const type = file.endsWith('.webp') ? 'image/webp' : 'image/jpeg';
	const more = { 'content-type': type, 'content-length': String(bytes.length) };
	return { status: 200, headers: { ...headers, ...more }, body: bytes };
}

const feedOff = () => new AppError('feed_off', 'This feed is switched off.');

function refuseTooMany(wait: number | null) {
	if (wait !== null) throw rateLimited(wait);
}
