import type { Account } from '../instagram/accounts.ts';
import type { List } from '../pager.ts';
import { invalidParameter, refusal } from './errors.ts';
import { listAt, type ListRequest } from './lists.ts';
import { mediaNode } from './media-fields.ts';
import { isAlive, isStory, type Media } from './media.ts';
import { momentIn } from './moments.ts';
import { contentOf, drawFor, nowOf, refusalWithout, switchesOf, type Viewer } from './viewer.ts';

/** "Up to 10,000 of the most recently created" (Meta, IG User Media). */
const MOST_POSTS = 10_000;
const LIMITS = { usualLimit: 25, highestLimit: 100 };

/** The posts of an account that its list shows, newest first: no stories, nothing archived. */
export function shownPosts(viewer: Viewer, account: Account): Media[] {
	const { mostPosts, archivedPosts, listLagSeconds } = switchesOf(viewer);
	const newest = nowOf(viewer) - listLagSeconds * 1000;
	return contentOf(viewer)
		.of(account.username)
		.filter((media) => !isStory(media) && (archivedPosts === 'listed' || !media.isArchived))
		.filter((media) => !listLagSeconds || media.clientId === null || media.at <= newest)
		.slice(0, mostPosts || MOST_POSTS);
}

/** `/{ig}/media`: what an account has posted, within `since` and `until` where they are given. */
export function mediaList(viewer: Viewer, account: Account, request: ListRequest): List | Response {
	const closed = refusalWithout(viewer, 'basic');
	if (closed) return closed;
	drawFor(viewer, account);
	const { mediaLists } = switchesOf(viewer);
	if (mediaLists === 'empty') return { data: [] };
	if (mediaLists === 'failing')
		return refusal(viewer, {
			message: 'An unknown error has occurred.',
			type: 'OAuthException',
			code: 1,
			status: 500
		});
	const since = momentIn(request.parameters, 'since');
	const until = momentIn(request.parameters, 'until');
	if (Number.isNaN(since ?? 0) || Number.isNaN(until ?? 0))
		return invalidParameter(viewer, 'since and until must be valid dates');
	const posts = shownPosts(viewer, account).filter(
		({ at }) => at >= (since ?? -Infinity) && at <= (until ?? Infinity)
	);
	return listAt(viewer, `${account.userId}/media`, posts, request, LIMITS, (media) =>
		mediaNode(viewer, media, request.fields, true)
	);
}

/** `/{ig}/stories`: those of the last 24 hours. */
export function storyList(viewer: Viewer, account: Account, request: ListRequest): List | Response {
	const closed = refusalWithout(viewer, 'basic');
	if (closed) return closed;
	drawFor(viewer, account);
	const now = nowOf(viewer);
	const stories = contentOf(viewer)
		.of(account.username)
		.filter((media) => isStory(media) && isAlive(media, now));
	return listAt(viewer, `${account.userId}/stories`, stories, request, LIMITS, (media) =>
		mediaNode(viewer, media, request.fields, true)
	);
}
