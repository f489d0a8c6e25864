import type { ContentState, KeptPicture, KeptPost } from '../content/post.ts';
import { type Marks, select } from './select.ts';
import type { Rules } from './rules.ts';

/** What all formats of a feed show. */
export type Shown = {
	title: string;
	account: ContentState['account'];
	posts: KeptPost[];
	/** Which of them stand first because their creator wants it, by media id. */
	pinned: ReadonlySet<string>;
	/** Whether likes and comments are told. */
	hasCounts: boolean;
};

/** Where a document and its pictures are; relative where nobody knows that yet. */
export type Places = {
	/** null: it is not told. */
	json: string | null;
	rss: string | null;
	picture: (file: string) => string;
};

export const shownBy = (
	feed: { name: string; rules: Rules },
	content: { state: ContentState; posts: readonly KeptPost[]; marks: Marks }
): Shown => ({
	title: feed.name,
	account: content.state.account,
	posts: select(content.posts, feed.rules, content.marks),
	pinned: new Set(content.marks.pinned),
	hasCounts: feed.rules.counts
});

/** The files of every picture that a feed shows, by their names. */
export const filesOf = ({ account, posts }: Pick<Shown, 'account' | 'posts'>): Set<string> =>
	new Set(
		[
			account.picture,
			...posts.flatMap(({ picture, children }) => [picture, ...children.map((c) => c.picture)])
		].flatMap((picture) => (picture ? sizesOf(picture).map(([, { file }]) => file) : []))
	);

/** The sizes of a picture that are there, the smallest first. */
export const sizesOf = (picture: KeptPicture) =>
	(['small', 'medium', 'large', 'full'] as const).flatMap((name) => {
		const size = picture[name];
		return size ? [[name, size] as const] : [];
	});

/** The size that a page shows: WebP where there is one. */
export const pageSize = (picture: KeptPicture) => picture.large ?? picture.full;

export const profileOf = (username: string) =>
	`https://www.instagram.com/${encodeURIComponent(username)}/`;

/** A link to a post, if it leads to Instagram and nowhere else; null: there is none. */
export function linkOf({ permalink }: Pick<KeptPost, 'permalink'>): string | null {
	const url = permalink === null ? null : URL.parse(permalink);
	if (url?.protocol !== 'https:' || url.username !== '' || url.port !== '') return null;
	return /(^|\.)instagram\.com$/.test(url.hostname) ? url.href : null;
}
