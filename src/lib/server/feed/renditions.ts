import type { Kysely } from 'kysely';
import type { ContentState } from '../content/post.ts';
import { readPosts } from '../content/store.ts';
import type { Schema } from '../database/schema.ts';
import { embed } from './embed.ts';
import { type EmbedChoice, USUAL_EMBED } from './embed-choice.ts';
import type { Feed } from './feed.ts';
import { readMarks } from './find.ts';
import { jsonFeed } from './json-feed.ts';
import { leastUsed } from './least-used.ts';
import { BESIDE, placesAt } from './places.ts';
import { type Rendition, renditionOf } from './rendition.ts';
import { rss } from './rss.ts';
import { filesOf, type Shown, shownBy } from './shown.ts';
import { type Format, shownSince } from './shown-since.ts';
import type { Staleness } from './staleness.ts';

/** So many feeds are kept in memory; a further one is made anew when it is asked for. */
const MOST_KEPT = 200;
/** Pages for iframes beside the usual one, of all feeds together. */
const MOST_VARIANTS = 32;

/** What a feed shows at one state of its rules and of its content. */
export type Current = {
	/** Another one when anything that is shown may be another. */
	stamp: string;
	shown: Shown;
	/** The names of the pictures that may be seen. */
	files: ReadonlySet<string>;
	documents: Map<string, Promise<Rendition>>;
};

/** Makes the documents of feeds, each once for every change, and keeps them in memory. */
export function renditionsOf(deps: { db: Kysely<Schema>; origin: URL; realNow: () => number }) {
	const { db, origin, realNow } = deps;
	const kept = leastUsed<Promise<Current>>(MOST_KEPT);
	const variants = leastUsed<Promise<Rendition>>(MOST_VARIANTS);

	/** What a feed shows now. */
	async function current(feed: Feed, state: ContentState): Promise<Current> {
		const stamp = stampOf(feed, state);
		const found = await kept.get(feed.id);
		if (found?.stamp === stamp) return found;
		const made = makeCurrent(feed, state, stamp);
		kept.set(feed.id, made);
		made.catch(() => kept.delete(feed.id));
		return made;
	}

	async function makeCurrent(feed: Feed, state: ContentState, stamp: string): Promise<Current> {
		const [posts, marks] = await Promise.all([
			readPosts(db, feed.connectionId),
			readMarks(db, feed.id)
		]);
		const shown = shownBy(feed, { state, posts, marks });
		return { stamp, shown, files: filesOf(shown), documents: new Map() };
	}

	const made = (feedId: string, format: Format, text: string) =>
		renditionOf(text, (hash) => shownSince(db, { feedId, format }, hash, realNow()));

	function once(of: Current, key: string, make: () => Promise<Rendition>) {
		const document = of.documents.get(key) ?? make();
		of.documents.set(key, document);
		document.catch(() => of.documents.delete(key));
		return document;
	}

	const json = (feed: Feed, of: Current, staleness: Staleness) => {
		const key = `json ${String(staleness.staleSince)} ${String(staleness.reason)}`;
		if (!of.documents.has(key)) forgetOthers(of, 'json ');
		return once(of, key, () => {
			const places = placesAt(origin, feed.slug);
			return made(feed.id, 'json', `${JSON.stringify(jsonFeed(of.shown, staleness, places))}\n`);
		});
	};

	const usualEmbed = (feed: Feed, of: Current) =>
		once(of, 'embed', () => made(feed.id, 'embed', embed(of.shown, BESIDE, USUAL_EMBED)));

	async function embedAs(feed: Feed, of: Current, choice: EmbedChoice): Promise<Rendition> {
		const usual = await usualEmbed(feed, of);
		const limit =
			choice.limit === null || choice.limit >= of.shown.posts.length ? null : choice.limit;
		if (choice.columns === USUAL_EMBED.columns && limit === null) return usual;
		const key = `${feed.id} ${of.stamp} ${String(choice.columns)} ${String(limit)}`;
		const known = variants.get(key);
		if (known) return known;
		const text = embed(of.shown, BESIDE, { ...choice, limit });
		const variant = renditionOf(text, () => Promise.resolve(usual.changedAt));
		variants.set(key, variant);
		return variant;
	}

	return {
		current,
		json,
		rss: (feed: Feed, of: Current) =>
			once(of, 'rss', () => made(feed.id, 'rss', rss(of.shown, placesAt(origin, feed.slug)))),
		embed: embedAs,
		/** How many pages for iframes are kept beside the usual ones. */
		variants: variants.size
	};
}

const stampOf = ({ version }: Feed, { version: content, account }: ContentState) =>
	JSON.stringify([version, content, account.username, account.name, account.picture?.full.file]);

function forgetOthers({ documents }: Current, prefix: string) {
	for (const key of documents.keys()) if (key.startsWith(prefix)) documents.delete(key);
}
