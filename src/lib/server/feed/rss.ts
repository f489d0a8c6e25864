import type { KeptPost } from '../content/post.ts';
import { linkOf, type Places, profileOf, type Shown } from './shown.ts';
import { clean, escaped, firstWords, hashtags } from './text.ts';
import { htmlOf } from './words-of-post.ts';

const TITLE_LENGTH = 80;

/**
 * A feed as RSS 2.0 (rssboard.org). Written here, because the library for it lets characters through
 * that XML forbids, takes no relative address and dates a feed without posts by the clock.
 */
export function rss(shown: Shown, places: Places): string {
	const { username, picture } = shown.account;
	const profile = profileOf(username);
	const title = element('title', shown.title);
	const newest = Math.max(...shown.posts.map(({ publishedAt }) => publishedAt));
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">',
		'<channel>',
		title,
		element('link', profile),
		element('description', `Posts of ${username} on Instagram`),
		...(places.rss === null
			? []
			: [`<atom:link href="${escaped(places.rss)}" rel="self" type="application/rss+xml"/>`]),
		...(shown.posts.length > 0 ? [element('lastBuildDate', dateOf(newest))] : []),
		element('generator', 'Mooring'),
		...(picture
			? [
					`<image>${element('url', places.picture(picture.full.file))}${title}${element('link', profile)}</image>`
				]
			: []),
		...shown.posts.map((post) => itemOf(post, shown, places)),
		'</channel>',
		'</rss>\n'
	].join('\n');
}

function itemOf(post: KeptPost, { account }: Shown, places: Places) {
	const { username } = account;
	const link = linkOf(post);
	const parts = [
		element('title', titleOf(post, username)),
		link === null ? '' : element('link', link),
		`<guid isPermaLink="false">${escaped(post.mediaId)}</guid>`,
		element('pubDate', dateOf(post.publishedAt)),
		element('dc:creator', account.name ?? username),
		element('description', post.caption),
		element('content:encoded', htmlOf(post, username, places.picture)),
		...hashtags(post.caption).map((tag) => element('category', tag)),
		post.picture === null
			? ''
			: `<enclosure url="${escaped(places.picture(post.picture.full.file))}" length="${String(post.picture.full.bytes)}" type="image/jpeg"/>`
	];
	return `<item>\n${parts.filter((part) => part !== '').join('\n')}\n</item>`;
}

const titleOf = ({ caption }: KeptPost, username: string) =>
	firstWords(clean(caption).split('\n', 1)[0] ?? '', TITLE_LENGTH) || `A post of ${username}`;

const element = (name: string, text: string) => `<${name}>${escaped(text)}</${name}>`;

/** RFC 822, as RSS wants it. */
const dateOf = (time: number) => new Date(time).toUTCString();
