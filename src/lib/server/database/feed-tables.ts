import type { Flag, Time } from './column-types.ts';

/** A public address that shows posts of one connection. */
export type FeedTable = {
	id: string;
	connectionId: string;
	name: string;
	/** The one that its addresses are written with; see `FeedSlugTable` for the earlier ones. */
	slug: string;
	enabled: Flag;
	/** JSON; see feed/rules.ts. */
	rules: string;
	/** Grows with every change that its creator makes. */
	version: number;
	createdAt: Time;
};

/** Every slug that a feed has or had: all of them answer. */
export type FeedSlugTable = { slug: string; feedId: string; since: Time };

/** What a creator decided about one post in one feed; it outlives the post. */
export type FeedMarkTable = {
	feedId: string;
	mediaId: string;
	mark: 'hidden' | 'pinned';
	at: Time;
};

/** What a format of a feed showed last, by its hash, and since when (real time). */
export type FeedShownTable = {
	feedId: string;
	format: 'json' | 'rss' | 'embed';
	hash: string;
	changedAt: Time;
};
