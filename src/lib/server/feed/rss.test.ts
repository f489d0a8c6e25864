import { XMLParser, XMLValidator } from 'fast-xml-parser';
import Parser from 'rss-parser';
import { describe, expect, it } from 'vitest';
import { HARD_CAPTIONS, keptPost, shownPosts } from '../../../../tests/support/feed-posts.ts';
import { placesAt } from './places.ts';
import { rss } from './rss.ts';
import type { Shown } from './shown.ts';
import { clean } from './text.ts';

const places = placesAt(new URL('https://mooring.example.org'), 'abcdefgh01234567');
const written = (shown: Shown) => rss(shown, places);
const read = (xml: string) => new Parser().parseString(xml);

it('an item has its caption, its picture and the way to Instagram', async () => {
	const feed = await read(written(shownPosts([keptPost()])));
	expect(feed).toMatchObject({
		title: 'ada.draws',
		link: 'https://www.instagram.com/ada.draws/',
		feedUrl: 'https://mooring.example.org/feed/abcdefgh01234567.rss'
	});
	expect(feed.items[0]).toMatchObject({
		title: 'A heron, in ink. #ink',
		link: 'https://www.instagram.com/p/heron/',
		guid: '17900000000000001',
		isoDate: '2026-01-31T18:22:05.000Z',
		creator: 'Ada',
		categories: ['ink'],
		enclosure: {
			url: `https://mooring.example.org/feed/abcdefgh01234567/i/${'a'.repeat(32)}-1440.jpg`,
			type: 'image/jpeg',
			length: '14400'
		}
	});
	expect(feed.items[0]?.['content:encoded']).toMatch(/^<p>A heron, in ink. #ink<\/p><img /);
});

describe('it is XML, and says what was said,', () => {
	it.each(HARD_CAPTIONS)('with %s in the caption', async (_, caption) => {
		const xml = written(shownPosts([keptPost({ caption, alt: caption })], { title: caption }));
		expect(XMLValidator.validate(xml)).toBe(true);
		// What XML 1.0 forbids, looked for by another way than the one that dropped it.
		const points = Array.from(xml, (sign) => sign.codePointAt(0) ?? 0);
		const isForbidden = (point: number) =>
			(point < 32 && ![9, 10, 13].includes(point)) ||
			(point >= 0xd800 && point <= 0xdfff) ||
			[0xfffe, 0xffff].includes(point);
		expect(points.filter(isForbidden)).toEqual([]);
		const parsed = new XMLParser({ trimValues: false, parseTagValue: false }).parse(xml) as {
			rss: { channel: { item: { description: string } } };
		};
		expect(decoded(parsed.rss.channel.item.description)).toBe(clean(caption));
		const feed = await read(xml);
		expect(feed.items[0]?.['content:encoded']).not.toContain('<script');
	});
});

/** The parser leaves numeric references as they are. */
const decoded = (text: string) => text.replaceAll('&#39;', "'");

it('a feed without posts is the same at any time', async () => {
	const xml = written(shownPosts([]));
	expect(xml).not.toMatch(/Date>/);
	expect((await read(xml)).items).toEqual([]);
});

it('what has no picture and no link has neither', () => {
	const xml = written(shownPosts([keptPost({ picture: null, permalink: null })]));
	expect(XMLValidator.validate(xml)).toBe(true);
	expect(xml).not.toMatch(/<enclosure|<img|<link>https:\/\/www.instagram.com\/p/);
});
