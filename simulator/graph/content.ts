import { createHash } from 'node:crypto';
import type { Account } from '../instagram/accounts.ts';
import type { Comment } from './comment.ts';
import { createContainers } from './containers.ts';
import { drawnComments } from './drawn-comments.ts';
import { drawnPost, drawnStories } from './drawn-posts.ts';
import type { Media } from './media.ts';
import type { Message } from './message.ts';

/**
 * Everything that the accounts have posted, and what was said under it. The drawn posts of an account
 * are made when it is first asked about.
 * @param origin the time from which the age of drawn posts counts
 */
export function createContent(origin: number) {
	const media = new Map<string, Media>();
	const comments = new Map<string, Comment>();
	/** How many posts were drawn for an account. */
	const drawn = new Map<string, number>();
	/** Lists that were asked for, by username and by media, until something changes. */
	const posts = new Map<string, Media[]>();
	const threads = new Map<string, Comment[]>();
	/** What was fetched to be published, the same bytes once. */
	const fetched = new Map<string, Uint8Array<ArrayBuffer>>();
	/** For ids of what comes to be here. */
	let made = 0;

	const remove = (one: Media) => {
		posts.delete(one.username);
		media.delete(one.id);
		for (const child of one.children) media.delete(child.id);
		for (const comment of comments.values())
			if (comment.mediaId === one.id) comments.delete(comment.id);
	};
	const add = (one: Media) => {
		posts.delete(one.username);
		media.set(one.id, one);
		for (const child of one.children) media.set(child.id, child);
		return one;
	};
	const draw = (username: string, place: number) => {
		const post = add(drawnPost(username, place, origin));
		for (const comment of drawnComments(post, place)) comments.set(comment.id, comment);
	};

	return {
		containers: createContainers(),
		/** What accounts have written to people. */
		messages: [] as Message[],
		add,
		remove,
		shared(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
			const sum = createHash('sha256').update(bytes).digest('base64');
			const known = fetched.get(sum) ?? bytes;
			fetched.set(sum, known);
			return known;
		},
		media: (id: string) => media.get(id),
		comment: (id: string) => comments.get(id),
		addComment(comment: Comment): Comment {
			comments.set(comment.id, comment);
			threads.delete(comment.mediaId);
			return comment;
		},
		/** Answers go with the comment that they are under. */
		removeComment(id: string) {
			for (const comment of comments.values()) {
				if (comment.id !== id && comment.parentId !== id) continue;
				comments.delete(comment.id);
				threads.delete(comment.mediaId);
			}
		},
		/** A seed for the id of something new. */
		nextSeed: (what: string) => `${what} ${(made += 1)} ${origin}`,
		/** Draws so many posts for an account, or takes away the oldest of those that were drawn. */
		draw({ username }: Account, count: number) {
			const before = drawn.get(username);
			if (before === count) return;
			if (before === undefined && count > 0)
				for (const story of drawnStories(username, origin)) add(story);
			for (let place = before ?? 0; place < count; place += 1) draw(username, place);
			for (let place = count; place < (before ?? 0); place += 1) {
				const gone = media.get(drawnPost(username, place, origin).id);
				if (gone) remove(gone);
			}
			drawn.set(username, count);
		},
		/** What an account has posted, stories and archived posts too, newest first, also of one second. */
		of: (username: string): readonly Media[] =>
			kept(posts, username, () =>
				[...media.values()]
					.filter((one) => one.username === username && one.parentId === null)
					.reverse()
					.sort((a, b) => b.at - a.at)
			),
		/** Comments under a post, answers too, newest first. */
		under: (mediaId: string): readonly Comment[] =>
			kept(threads, mediaId, () =>
				[...comments.values()]
					.filter((comment) => comment.mediaId === mediaId)
					.reverse()
					.sort((a, b) => b.at - a.at)
			)
	};
}

function kept<T>(lists: Map<string, T[]>, key: string, make: () => T[]): T[] {
	const list = lists.get(key) ?? make();
	lists.set(key, list);
	return list;
}
