import type { KeptPost } from '../content/post.ts';
import { KINDS, type Rules } from './rules.ts';

/** What a creator decided about single posts, by their media ids. */
export type Marks = {
	hidden: ReadonlySet<string>;
	/** The one that was pinned last first. */
	pinned: readonly string[];
};

/**
 * The posts that a feed shows, in its order: what is pinned first, then the newest. Hiding counts
 * more than pinning, and a rule more than either.
 * @param posts the newest first
 */
export function select(posts: readonly KeptPost[], rules: Rules, marks: Marks): KeptPost[] {
	const fits = fitting(rules);
	const shown = posts.filter((post) => !marks.hidden.has(post.mediaId) && fits(post));
	const first = marks.pinned.flatMap((id) => shown.find(({ mediaId }) => mediaId === id) ?? []);
	const rest = shown.filter((post) => !first.includes(post));
	return [...first, ...rest].slice(0, rules.max);
}

/** Whether the rules let a post through, for many posts. */
export function fitting(rules: Rules): (post: KeptPost) => boolean {
	const kinds = new Set<string>(rules.kinds);
	const hasAllKinds = KINDS.every((kind) => kinds.has(kind));
	const notBefore = rules.notBefore === null ? -Infinity : Date.parse(rules.notBefore);
	const [any, none] = [rules.containsAny.map(fold), rules.containsNone.map(fold)];
	return (post) => {
		if (!(post.kind === 'post' ? hasAllKinds : kinds.has(post.kind))) return false;
		if (post.publishedAt < notBefore) return false;
		if (post.isSharedToFeed === false && !rules.offGridReels) return false;
		const caption = fold(post.caption);
		if (none.some((word) => caption.includes(word))) return false;
		return any.length === 0 || any.some((word) => caption.includes(word));
	};
}

/** A text as it is compared: composed, in small letters. */
const fold = (text: string) => text.normalize('NFC').toLowerCase().normalize('NFC');
