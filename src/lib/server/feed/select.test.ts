import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptPost } from '../../../../tests/support/feed-posts.ts';
import type { KeptPost } from '../content/post.ts';
import { KINDS, type Rules, USUAL_RULES } from './rules.ts';
import { select } from './select.ts';

const NO_MARKS = { hidden: new Set<string>(), pinned: [] };
const rules = (some: Partial<Rules>): Rules => ({ ...USUAL_RULES, ...some });
const ids = (posts: KeptPost[]) => posts.map(({ mediaId }) => mediaId);
const shows = (post: Partial<KeptPost>, some: Partial<Rules> = {}) =>
	select([keptPost(post)], rules(some), NO_MARKS).length === 1;

describe('a post is shown', () => {
	it.each<[string, boolean, Partial<KeptPost>, Partial<Rules>]>([
		['without any rule', true, {}, {}],
		['of a kind that is on', true, { kind: 'reel' }, { kinds: ['reel'] }],
		['of a kind that is off', false, { kind: 'video' }, { kinds: ['reel'] }],
		['of a kind that nobody knows, all being on', true, { kind: 'post' }, {}],
		['of a kind that nobody knows, one being off', false, { kind: 'post' }, { kinds: ['image'] }],
		['with a wanted word', true, { caption: 'New PRINTS' }, { containsAny: ['x', 'prints'] }],
		['without one', false, { caption: 'New paint' }, { containsAny: ['prints'] }],
		['with an unwanted word', false, { caption: 'an Ad' }, { containsNone: ['AD'] }],
		['with both', false, { caption: 'ink, ad' }, { containsAny: ['ink'], containsNone: ['ad'] }],
		['with a word composed otherwise', true, { caption: 'cafe\u0301' }, { containsAny: ['CAFÉ'] }],
		['of the day', true, {}, { notBefore: '2026-01-31' }],
		['of the day before', false, {}, { notBefore: '2026-02-01' }],
		['of the second', true, {}, { notBefore: '2026-01-31T19:22:05+01:00' }],
		['of the grid', true, { isSharedToFeed: true }, {}],
		['off the grid', false, { isSharedToFeed: false }, {}],
		['off the grid where that is wanted', true, { isSharedToFeed: false }, { offGridReels: true }]
	])('%s: %s', (_, expected, post, some) => {
		expect(shows(post, some)).toBe(expected);
	});
});

const three = ['3', '2', '1'].map((mediaId) => keptPost({ mediaId }));

it('what is hidden is not shown, pinned or not', () => {
	const marks = { hidden: new Set(['2', '3']), pinned: ['3'] };
	expect(ids(select(three, USUAL_RULES, marks))).toEqual(['1']);
});

it('what is pinned stands first, the latest pin before the others, and is there beyond the end', () => {
	const marks = { hidden: new Set<string>(), pinned: ['1', '2', 'gone'] };
	expect(ids(select(three, rules({ max: 2 }), marks))).toEqual(['1', '2']);
});

const anyPost = fc.record({
	mediaId: fc.integer({ min: 1, max: 40 }).map(String),
	kind: fc.constantFrom(...KINDS, 'post' as const),
	caption: fc.string({ unit: fc.constantFrom('a', 'B', 'é', ' '), maxLength: 6 }),
	publishedAt: fc.integer({ min: 0, max: Date.UTC(2026, 11, 1) }),
	isSharedToFeed: fc.constantFrom(null, true, false)
});
const anyPosts = fc
	.uniqueArray(anyPost, { selector: ({ mediaId }) => mediaId, maxLength: 30 })
	.map((posts) => posts.map(keptPost).sort((a, b) => b.publishedAt - a.publishedAt));
const anyWords = fc.array(fc.constantFrom('a', 'ab', 'É', 'b'), { maxLength: 2 });
const anyRules = fc.record({
	kinds: fc.subarray([...KINDS], { minLength: 1 }),
	containsAny: anyWords,
	containsNone: anyWords,
	notBefore: fc.constantFrom(null, '2001-01-01', '2020-06-01'),
	max: fc.integer({ min: 1, max: 20 }),
	offGridReels: fc.boolean(),
	counts: fc.boolean()
});
const anyIds = fc.uniqueArray(fc.integer({ min: 1, max: 40 }).map(String), { maxLength: 6 });

it('of any posts: never what is hidden, never too many, each once, and otherwise newest first', () => {
	fc.assert(
		fc.property(anyPosts, anyRules, anyIds, anyIds, (posts, some, hidden, pinned) => {
			const shown = select(posts, some, { hidden: new Set(hidden), pinned });
			expect(shown.length).toBeLessThanOrEqual(some.max);
			expect(new Set(shown).size).toBe(shown.length);
			expect(ids(shown).filter((id) => hidden.includes(id))).toEqual([]);
			expect(shown.every((post) => posts.includes(post))).toBe(true);
			const isPinned = ({ mediaId }: KeptPost) => pinned.includes(mediaId);
			const [first, rest] = [shown.filter(isPinned), shown.filter((post) => !isPinned(post))];
			expect(shown).toEqual([...first, ...rest]);
			expect(rest).toEqual(rest.toSorted((a, b) => posts.indexOf(a) - posts.indexOf(b)));
			// What a rule refuses alone, it refuses among others.
			for (const post of shown) expect(select([post], some, NO_MARKS)).toEqual([post]);
		})
	);
});

it('of any posts: one more word that is not wanted never shows more', () => {
	fc.assert(
		fc.property(anyPosts, anyRules, (posts, some) => {
			const wide = { ...some, max: 100 };
			const narrow = { ...wide, containsNone: [...wide.containsNone, 'a'] };
			const [before, after] = [wide, narrow].map((one) => ids(select(posts, one, NO_MARKS)));
			expect(after?.every((id) => before?.includes(id))).toBe(true);
		})
	);
});
