import type { KeptPicture, KeptPost, PictureFile } from '../content/post.ts';
import { linkOf, pageSize, type Places, profileOf, type Shown, sizesOf } from './shown.ts';
import type { Staleness } from './staleness.ts';
import { clean, hashtags } from './text.ts';
import { htmlOf } from './words-of-post.ts';

const ABOUT =
	'Kept by Mooring. docs/FEED.md in its repository tells what each of these fields means.';

/** A feed as JSON Feed 1.1 (jsonfeed.org), with what that has no field for in `_mooring`. */
export function jsonFeed(shown: Shown, { staleSince, reason }: Staleness, places: Places) {
	const { username, name, picture } = shown.account;
	const profile = profileOf(username);
	const icon = picture && { icon: places.picture(picture.full.file) };
	return {
		version: 'https://jsonfeed.org/version/1.1',
		title: clean(shown.title),
		home_page_url: profile,
		...(places.json === null ? {} : { feed_url: places.json }),
		...icon,
		authors: [{ name: clean(name ?? username), url: profile, ...(icon && { avatar: icon.icon }) }],
		_mooring: {
			about: ABOUT,
			account: { username, name: name === null ? null : clean(name) },
			staleSince: staleSince === null ? null : dateOf(staleSince),
			reason
		},
		items: shown.posts.map((post) => itemOf(post, shown, places))
	};
}

export type JsonFeed = ReturnType<typeof jsonFeed>;

function itemOf(post: KeptPost, { account, hasCounts, pinned }: Shown, places: Places) {
	const link = linkOf(post);
	return {
		id: post.mediaId,
		...(link === null ? {} : { url: link }),
		content_text: clean(post.caption),
		content_html: htmlOf(post, account.username, places.picture),
		...(post.picture && { image: places.picture(pageSize(post.picture).file) }),
		date_published: dateOf(post.publishedAt),
		tags: hashtags(post.caption),
		_mooring: {
			kind: post.kind,
			alt: post.alt === null ? null : clean(post.alt),
			missing: post.picture === null,
			pinned: pinned.has(post.mediaId),
			likes: hasCounts ? post.likes : null,
			comments: hasCounts ? post.comments : null,
			sizes: sizesAt(post.picture, places),
			children: post.children.map(({ kind, alt, picture }) => ({
				kind,
				alt: alt === null ? null : clean(alt),
				sizes: sizesAt(picture, places)
			}))
		}
	};
}

type Size = Pick<PictureFile, 'width' | 'height'> & { url: string };

const sizesAt = (picture: KeptPicture | null, places: Places): Record<string, Size> =>
	Object.fromEntries(
		(picture ? sizesOf(picture) : []).map(([name, { file, width, height }]) => [
			name,
			{ url: places.picture(file), width, height }
		])
	);

/** RFC 3339 in UTC, to the second. */
const dateOf = (time: number) => new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
