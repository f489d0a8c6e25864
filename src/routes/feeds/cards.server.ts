import type { getApp } from '$lib/server/app.ts';
import { connectionView } from '$lib/server/connections/health.ts';
import { listConnections } from '$lib/server/connections/store.ts';
import type { KeptPost } from '$lib/server/content/post.ts';
import { readPosts } from '$lib/server/content/store.ts';
import type { Feed } from '$lib/server/feed/feed.ts';
import { readMarks } from '$lib/server/feed/find.ts';
import type { Rules } from '$lib/server/feed/rules.ts';
import { select } from '$lib/server/feed/select.ts';
import { firstWords } from '$lib/server/feed/text.ts';
import type { FeedCard, FeedPost } from './feed-card.ts';

type App = ReturnType<typeof getApp>;

const WORDS = 80;
const ON_A_CARD = 6;

/** The accounts of a creator that feeds may be made of, those that are connected first. */
export async function feedAccounts({ db, clock, vault }: App, creatorId: string) {
	const at = { now: clock.now(), isLocked: vault.isLocked };
	const connections = await listConnections(db, creatorId);
	return connections.map((connection) => {
		const { id, provider, account, status } = connectionView(connection, at);
		const { username } = account;
		return { id, provider, username, isConnected: status !== 'disconnected' };
	});
}

export type FeedAccount = Awaited<ReturnType<typeof feedAccounts>>[number];

/** A feed with the newest of what it shows. */
export async function feedCard(app: App, feed: Feed, accounts: FeedAccount[]): Promise<FeedCard> {
	const { shown } = await postsOf(app, feed, feed.rules);
	return {
		...(await app.feeds.view(feed)),
		username: accounts.find(({ id }) => id === feed.connectionId)?.username ?? '',
		isLeft: (await app.feeds.stateOf(feed)).isLeft,
		posts: shown.slice(0, ON_A_CARD)
	};
}

/** What a feed shows by some rules, and what its creator hides of it. */
export async function postsOf({ db }: App, feed: Feed, rules: Rules) {
	const [posts, marks] = await Promise.all([
		readPosts(db, feed.connectionId),
		readMarks(db, feed.id)
	]);
	const view = (post: KeptPost) => viewOf(post, feed.id, marks.pinned);
	return {
		shown: select(posts, rules, marks).map(view),
		hidden: posts.filter(({ mediaId }) => marks.hidden.has(mediaId)).map(view),
		all: posts.length
	};
}

function viewOf(post: KeptPost, feedId: string, pinned: readonly string[]): FeedPost {
	const { mediaId, kind, caption, picture } = post;
	const size = picture?.small ?? picture?.full;
	return {
		id: mediaId,
		kind,
		words: firstWords(caption, WORDS),
		pictureUrl: size ? `/feeds/${feedId}/i/${size.file}` : null,
		isPinned: pinned.includes(mediaId)
	};
}
