import type { FeedView } from '$lib/view.ts';

/** A post as the pages of feeds show it. */
export type FeedPost = {
	id: string;
	kind: string;
	/** How its caption begins; empty where it has none. */
	words: string;
	/** Our copy of its picture; null: it is not here. */
	pictureUrl: string | null;
	isPinned: boolean;
};

/** A feed as its card shows it. */
export type FeedCard = FeedView & {
	username: string;
	/** Whether its account is disconnected. */
	isLeft: boolean;
	posts: FeedPost[];
};

/** What a post is called in a sentence. */
export const nameOf = ({ words, kind }: FeedPost) =>
	words === '' ? `a ${kind} without words` : `“${words}”`;
