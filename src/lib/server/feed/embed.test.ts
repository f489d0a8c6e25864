import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keptPicture } from '../../../../tests/support/content-rows.ts';
import { HARD_CAPTIONS, keptPost, shownPosts } from '../../../../tests/support/feed-posts.ts';
import { embed } from './embed.ts';
import { embedChoice, USUAL_EMBED } from './embed-choice.ts';
import { EMBED_POLICY } from './embed-style.ts';
import { BESIDE } from './places.ts';

const page = (posts = [keptPost()], choice = USUAL_EMBED) =>
	embed(shownPosts(posts), BESIDE, choice);

describe('a query chooses', () => {
	it.each<[string, number, number | null]>([
		['', 3, null],
		['columns=1&limit=100', 1, 100],
		['columns=6&limit=1', 6, 1],
		['columns=7&limit=101', 3, null],
		['columns=0&limit=0', 3, null],
		['columns=-1&limit=1e1', 3, null],
		['columns=2&columns=3', 3, null],
		['columns=2;limit=5', 3, null],
		['columns=%32&colour=red', 2, null],
		['columns=２', 3, null],
		[`columns=2&${'a'.repeat(200)}`, 3, null]
	])('%s', (query, columns, limit) => {
		expect(embedChoice(query)).toEqual({ columns, limit });
	});
});

it('nothing in it acts, and its policy knows its style', () => {
	const html = page();
	const style = /<style>(.*)<\/style>/s.exec(html)?.[1] ?? '';
	const hash = createHash('sha256').update(style).digest('base64');
	expect(EMBED_POLICY).toContain(`style-src 'sha256-${hash}'`);
	expect(EMBED_POLICY).toContain('frame-ancestors *');
	expect(html).not.toMatch(/<script|style=|\son\w+=|javascript:/);
});

it('a cell is a link to Instagram in another tab, with its picture in every width', () => {
	const html = page();
	const at = (name: string) => `i/${'a'.repeat(32)}-${name}`;
	expect(html).toContain(
		'<a href="https://www.instagram.com/p/heron/" target="_blank" rel="noopener noreferrer">'
	);
	expect(html).toContain(
		`srcset="${at('320.webp')} 320w, ${at('640.webp')} 640w, ${at('1080.webp')} 1080w" sizes="34vw"`
	);
	expect(html).toContain('alt="A heron, in ink. #ink"');
});

it('a small original is named once', () => {
	const one = { file: `${'b'.repeat(32)}-200.webp`, width: 200, height: 100, bytes: 9 };
	const picture = { ...keptPicture('b'), small: one, medium: one, large: one };
	expect(page([keptPost({ picture })])).toContain(`srcset="i/${one.file} 200w"`);
});

it('without a picture it says how the caption begins, and where to watch', () => {
	const html = page([keptPost({ picture: null, kind: 'reel', caption: 'Song <of> the sea' })]);
	expect(html).toContain('<span dir="auto">Song &lt;of&gt; the sea</span>');
	expect(html).toContain('<b>Watch on Instagram</b>');
});

it('limit takes the first of them, columns say how wide they stand', () => {
	const posts = ['1', '2', '3'].map((mediaId) => keptPost({ mediaId }));
	const html = page(posts, { columns: 2, limit: 2 });
	expect(html.match(/<li>/g)).toHaveLength(2);
	expect(html).toContain('<ul class="c2">');
});

it('an empty feed says so', () => {
	expect(page([])).toContain('<p>No posts yet.</p>');
});

it.each(HARD_CAPTIONS)('%s in a caption stays words', (_, caption) => {
	const html = page([keptPost({ caption, alt: caption }), keptPost({ caption, picture: null })]);
	expect(html).not.toMatch(/<script|<[^>]*\sonerror="/);
	expect(html.match(/<(?:img|li|a|span|b|ul)\b/g)).toHaveLength(1 + 2 + 2 + 1 + 1 + 1);
	expect(html.isWellFormed()).toBe(true);
});
