import type { Kysely } from 'kysely';
import type { Clock } from '../clock.ts';
import { readPicture } from '../content/media-folder.ts';
import type { ContentState } from '../content/post.ts';
import { readState } from '../content/store.ts';
import type { Schema } from '../database/schema.ts';
import { AppError, notFound, rateLimited } from '../errors.ts';
import { answersOf, type FeedAnswer, type FeedRequest, fittingOf } from './answer.ts';
import { askedFeed } from './asked.ts';
import { codingFor, isKnown } from './conditional.ts';
import type { Counted } from './counts.ts';
import { embedChoice } from './embed-choice.ts';
import { type Feed, feedOf } from './feed.ts';
import { rowBySlug } from './find.ts';
import { PICTURE_HEADERS } from './headers.ts';
import { rememberedDocuments } from './remembered.ts';
import { type Current, renditionsOf } from './renditions.ts';
import type { Format } from './shown-since.ts';
import { freshUntil, stalenessOf } from './staleness.ts';

export type ServeDeps = {
	db: Kysely<Schema>;
	/** Another text whenever anything was written to the database, by whomever. */
	changeMark: () => string;
	dataDir: string;
	origin: URL;
	/** The clock of connections; what is told of changes goes by real time. */
	clock: Clock;
	realNow: () => number;
	/** The interval of syncs, in milliseconds. */
	every: number;
	isLocked: () => boolean;
};

/** Counts a request; seconds to wait: it is one too many. */
export type Count = (what: Counted) => number | null;

type Found = { feed: Feed; state: ContentState };

/** Answers what everybody may see of feeds: no session, no key, no token, no call to Meta. */
export function feedServer(deps: ServeDeps) {
	const renditions = renditionsOf(deps);
	const remembered = rememberedDocuments();
	const moment = () => ({
		mark: deps.changeMark(),
		isLocked: deps.isLocked(),
		now: deps.clock.now()
	});

	return {
		/** What can be said without looking; null: `answer` has to. The caller counts it. */
		quickly: (request: FeedRequest) => remembered.answer(request, moment()),

		/** @throws AppError not_found, feed_off (410), rate_limited */
		answer: async (request: FeedRequest, count: Count): Promise<FeedAnswer> => {
			// Before anything is read: what changes in between makes somebody look again.
			const at = moment();
			const asked = askedFeed(request.path);
			const found = asked && (await find(deps.db, asked.slug));
			if (!asked || !found) {
				refuseTooMany(count('unknown'));
				throw notFound();
			}
			if (asked.what !== 'picture') refuseTooMany(count('document'));
			const { feed, state } = found;
			if (!feed.isOn || state.isLeft) throw feedOff();
			const current = await renditions.current(feed, state);
			if (asked.what === 'picture') {
				return pictureAnswer(deps, asked.file, { feed, current }, request);
			}
			const rendition = await render(asked.what, request.query, found, { current, at });
			const until =
				asked.what === 'json' ? freshUntil(state, { ...at, every: deps.every }) : Infinity;
			remembered.keep(request, asked.what, rendition, { ...at, until });
			const coding = codingFor(request.headers.get('accept-encoding'));
			const coded = await rendition.as(coding);
			const { changedAt } = rendition;
			return fittingOf(answersOf(asked.what, { ...coded, changedAt, coding }), request.headers);
		},
		variants: renditions.variants
	};

	function render(
		what: Format,
		query: string,
		{ feed, state }: Found,
		{ current, at }: { current: Current; at: ReturnType<typeof moment> }
	) {
		if (what === 'embed') return renditions.embed(feed, current, embedChoice(query));
		if (what === 'rss') return renditions.rss(feed, current);
		return renditions.json(feed, current, stalenessOf(state, { ...at, every: deps.every }));
	}
}

async function find(db: Kysely<Schema>, slug: string): Promise<Found | null> {
	const row = await rowBySlug(db, slug);
	const state = row && (await readState(db, row.connectionId));
	return row && state ? { feed: feedOf(row), state } : null;
}

/** Only what the feed shows: what is hidden is gone at once, whatever caches keep. */
async function pictureAnswer(
	{ dataDir }: ServeDeps,
	file: string,
	{ feed, current }: { feed: Feed; current: Current },
	{ headers: given }: FeedRequest
): Promise<FeedAnswer> {
	if (!current.files.has(file)) throw notFound();
	// Its name is made of its bytes.
	const etag = `"${file}"`;
	const headers = { ...PICTURE_HEADERS, etag };
	if (isKnown(given, { etag, changedAt: Infinity })) return { status: 304, headers, body: null };
	const bytes = await readPicture(dataDir, feed.connectionId, file);
	if (bytes === null) throw notFound();
	const type = file.endsWith('.webp') ? 'image/webp' : 'image/jpeg';
	const more = { 'content-type': type, 'content-length': String(bytes.length) };
	return { status: 200, headers: { ...headers, ...more }, body: bytes };
}

const feedOff = () => new AppError('feed_off', 'This feed is switched off.');

function refuseTooMany(wait: number | null) {
	if (wait !== null) throw rateLimited(wait);
}
