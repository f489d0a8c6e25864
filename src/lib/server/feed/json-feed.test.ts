import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
	contentState,
	HARD_CAPTIONS,
	keptPost,
	shownPosts
} from '../../../../tests/support/feed-posts.ts';
import { keptPicture } from '../../../../tests/support/content-rows.ts';
import { jsonFeed } from './json-feed.ts';
import { placesAt } from './places.ts';
import type { Shown } from './shown.ts';

const FRESH = { staleSince: null, reason: null };
const places = placesAt(new URL('https://mooring.example.org'), 'abcdefgh01234567');
/** As who fetches it gets it. */
const read = (shown: Shown, staleness: Parameters<typeof jsonFeed>[1] = FRESH) =>
	JSON.parse(JSON.stringify(jsonFeed(shown, staleness, places))) as ReturnType<typeof jsonFeed>;

const url = z.url({ protocol: /^https$/ });
const size = z.strictObject({ url, width: z.int().positive(), height: z.int().positive() });
const sizes = z.strictObject({ small: size, medium: size, large: size, full: size }).partial();
const time = z.iso.datetime({ precision: 0 });
/** JSON Feed 1.1 (jsonfeed.org/version/1.1) with our own fields, and nothing else. */
const SCHEMA = z.strictObject({
	version: z.literal('https://jsonfeed.org/version/1.1'),
	title: z.string().min(1),
	home_page_url: url,
	feed_url: url,
	icon: url.optional(),
	authors: z.array(z.strictObject({ name: z.string(), url, avatar: url.optional() })).length(1),
	_mooring: z.strictObject({
		about: z.string(),
		account: z.strictObject({ username: z.string(), name: z.string().nullable() }),
		staleSince: time.nullable(),
		reason: z.string().nullable()
	}),
	items: z.array(
		z.strictObject({
			id: z.string().min(1),
			url: url.optional(),
			content_text: z.string(),
			content_html: z.string(),
			image: url.optional(),
			date_published: time,
			tags: z.array(z.string()),
			_mooring: z.strictObject({
				kind: z.enum(['image', 'carousel', 'video', 'reel', 'post']),
				alt: z.string().nullable(),
				missing: z.boolean(),
				pinned: z.boolean(),
				likes: z.int().nullable(),
				comments: z.int().nullable(),
				sizes,
				children: z.array(
					z.strictObject({
						kind: z.enum(['image', 'video']),
						alt: z.string().nullable(),
						sizes
					})
				)
			})
		})
	)
});

describe('the document', () => {
	it('is as the contract shows it', () => {
		const [item] = read(shownPosts([keptPost()])).items;
		const at = (name: string) =>
			`https://mooring.example.org/feed/abcdefgh01234567/i/${'a'.repeat(32)}-${name}`;
		expect(item).toEqual({
			id: '17900000000000001',
			url: 'https://www.instagram.com/p/heron/',
			content_text: 'A heron, in ink. #ink',
			content_html: `<p>A heron, in ink. #ink</p><img src="${at('1080.webp')}" alt="A heron, in ink. #ink" width="1080" height="1080">`,
			image: at('1080.webp'),
			date_published: '2026-01-31T18:22:05Z',
			tags: ['ink'],
			_mooring: {
				kind: 'image',
				alt: null,
				missing: false,
				pinned: false,
				likes: null,
				comments: null,
				sizes: {
					small: { url: at('320.webp'), width: 320, height: 320 },
					medium: { url: at('640.webp'), width: 640, height: 640 },
					large: { url: at('1080.webp'), width: 1080, height: 1080 },
					full: { url: at('1440.jpg'), width: 1440, height: 1440 }
				},
				children: []
			}
		});
	});

	it.each(HARD_CAPTIONS)('is a JSON Feed with %s in the caption', (_, caption) => {
		const feed = read(shownPosts([keptPost({ caption, alt: caption })]));
		expect(() => SCHEMA.parse(feed)).not.toThrow();
		const [item] = feed.items;
		expect(item?.content_text.isWellFormed()).toBe(true);
		expect(item?.content_html).not.toMatch(/<script|onerror="/);
		expect(item?.content_html).toMatch(/^(<p>[^<]*(<br>[^<]*)*<\/p>)*<img [^<>]*>$/);
	});

	it('tells a whole caption of 2,200 characters', () => {
		const caption = 'ä🖋'.repeat(733).slice(0, 2_199);
		expect(read(shownPosts([keptPost({ caption })])).items[0]?.content_text).toBe(caption);
	});

	it('is one for carousels, missing pictures, no name and no picture of the account', () => {
		const child = { mediaId: '2', kind: 'video' as const, alt: 'two', picture: keptPicture('b') };
		const posts = [
			keptPost({ kind: 'carousel', children: [child, { ...child, picture: null }] }),
			keptPost({ mediaId: '3', kind: 'video', picture: null, permalink: null })
		];
		const account = { username: 'ada.draws', name: null, picture: null };
		const feed = read(shownPosts(posts, { account }));
		expect(() => SCHEMA.parse(feed)).not.toThrow();
		expect(feed.items[0]?._mooring.children[1]?.sizes).toEqual({});
		expect(feed.items[1]?._mooring).toMatchObject({ missing: true, sizes: {} });
		expect(feed.items[1]).not.toHaveProperty('url');
		expect(feed.authors[0]?.name).toBe('ada.draws');
	});

	it('has the full size alone where there is no sharp', () => {
		const { full } = keptPicture('a');
		const picture = { small: null, medium: null, large: null, full };
		const [item] = read(shownPosts([keptPost({ picture })])).items;
		expect(Object.keys(item?._mooring.sizes ?? {})).toEqual(['full']);
		expect(item?.image).toMatch(/-1440\.jpg$/);
	});

	it('says since when it is old', () => {
		const staleness = { staleSince: Date.UTC(2026, 1, 1), reason: 'meta_unreachable' as const };
		expect(read(shownPosts([]), staleness)._mooring).toMatchObject({
			staleSince: '2026-02-01T00:00:00Z',
			reason: 'meta_unreachable'
		});
	});

	it('tells counts and pins where they are wanted', () => {
		const feed = read(
			shownPosts([keptPost()], { hasCounts: true, pinned: new Set(['17900000000000001']) })
		);
		expect(feed.items[0]?._mooring).toMatchObject({ likes: 12, comments: 3, pinned: true });
	});
});

it.each([
	'javascript:alert(1)',
	'http://www.instagram.com/p/x/',
	'https://instagram.com.evil.example/p/x/',
	'https://evil.example/?instagram.com',
	'https://user@www.instagram.com/p/x/',
	'https://www.instagram.com:8443/p/x/',
	'//www.instagram.com/p/x/',
	''
])('never leads to %s', (permalink) => {
	expect(read(shownPosts([keptPost({ permalink })])).items[0]).not.toHaveProperty('url');
});

it('names an account in an address whatever it is called', () => {
	const account = { ...contentState().account, username: 'a"b/../c' };
	expect(read(shownPosts([], { account })).home_page_url).toBe(
		'https://www.instagram.com/a%22b%2F..%2Fc/'
	);
});
