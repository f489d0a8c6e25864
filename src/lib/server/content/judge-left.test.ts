import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { minutes } from '../clock.ts';
import { judgeLeft, type KnownPost, type Seen } from './judge-left.ts';

const NOW = 1_000_000_000;

const posts = (count: number): KnownPost[] =>
	Array.from({ length: count }, (_, at) => ({
		mediaId: String(at),
		publishedAt: NOW - at * 1000,
		leftAt: null
	}));

const list = (ids: string[], facts: Partial<Seen> = {}): Seen => ({
	found: new Set(ids),
	oldest: ids.length === 0 ? null : NOW - Math.max(...ids.map(Number)) * 1000,
	isWhole: true,
	isFull: false,
	doubt: null,
	isConfirmed: null,
	now: NOW,
	...facts
});
const ids = (count: number, from = 0) =>
	Array.from({ length: count }, (_, at) => String(from + at));

describe('what is missing in the list', () => {
	it('leaves at once where it is at most five', () => {
		expect(judgeLeft(posts(20), list(ids(15)))).toEqual({
			leaving: ids(5, 15),
			returning: [],
			doubt: null,
			ask: null
		});
	});

	it.each([
		['six', 20, ids(14)],
		['all', 3, ['90']],
		['everything, of an empty list', 2, []]
	])('stays for a second look where it is %s', (_, known, found) => {
		const { leaving, doubt } = judgeLeft(posts(known), list(found));
		expect(leaving).toEqual([]);
		expect(doubt).toMatchObject({ at: NOW });
	});

	it('is hidden by a second look after 15 minutes, once one of it was read', () => {
		const doubt = { at: NOW - minutes(15), mediaIds: ids(6, 14) };
		const second = list(ids(14), { doubt });
		expect(judgeLeft(posts(20), second)).toMatchObject({ leaving: [], doubt, ask: '14' });
		expect(judgeLeft(posts(20), { ...second, isConfirmed: true })).toMatchObject({
			leaving: ids(6, 14),
			doubt: null
		});
		expect(judgeLeft(posts(20), { ...second, isConfirmed: false })).toMatchObject({
			leaving: [],
			doubt,
			ask: null
		});
	});

	it('waits where the second look comes too early, and goes by the first', () => {
		const doubt = { at: NOW - minutes(15) + 1, mediaIds: ids(6, 14) };
		const early = list(ids(14), { doubt, isConfirmed: true });
		expect(judgeLeft(posts(20), early)).toMatchObject({ leaving: [], doubt });
	});

	it('of two looks that miss different posts hides none', () => {
		const doubt = { at: NOW - minutes(20), mediaIds: ids(6, 14) };
		const other = list(ids(14, 6), { doubt, isConfirmed: true });
		expect(judgeLeft(posts(20), other)).toMatchObject({
			leaving: [],
			doubt: { at: NOW, mediaIds: ids(6) }
		});
	});

	it('only since the second look is doubted by itself', () => {
		const doubt = { at: NOW - minutes(20), mediaIds: ids(6, 14) };
		const more = list(ids(6), { doubt, isConfirmed: true });
		expect(judgeLeft(posts(20), more)).toMatchObject({
			leaving: ids(6, 14),
			doubt: { at: NOW, mediaIds: ids(8, 6) }
		});
	});
});

test('what newer posts push out of the window leaves at once, however much it is', () => {
	const full = list(ids(100), { isWhole: false, isFull: true });
	expect(judgeLeft(posts(120), full)).toMatchObject({ leaving: ids(20, 100), doubt: null });
});

test('below a short page with a next one nobody knows anything', () => {
	const short = list(ids(10), { isWhole: false });
	expect(judgeLeft(posts(120), short)).toMatchObject({ leaving: [], doubt: null });
});

test('who is in the list again returns', () => {
	const hidden = posts(3).map((post) => ({ ...post, leftAt: 5 }));
	expect(judgeLeft(hidden, list(['1']))).toMatchObject({ leaving: [], returning: ['1'] });
});

test('no single look hides more than five of the posts that it should have shown', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 0, max: 60 }),
			fc.array(fc.integer({ min: 0, max: 80 }), { maxLength: 60 }),
			fc.boolean(),
			fc.boolean(),
			(known, found, isWhole, isConfirmed) => {
				const seen = list([...new Set(found)].map(String), { isWhole, isConfirmed });
				const { leaving, returning } = judgeLeft(posts(known), seen);
				expect(leaving.length).toBeLessThanOrEqual(5);
				expect(leaving.some((id) => seen.found.has(id))).toBe(false);
				expect(returning).toEqual([]);
				if (known > 0) expect(leaving.length).toBeLessThan(known);
			}
		)
	);
});

test('what is hidden was missed by both looks, or is few', () => {
	const some = fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { maxLength: 40 });
	fc.assert(
		fc.property(some, some, (first, second) => {
			const before = judgeLeft(posts(40), list(first.map(String)));
			const known = posts(40).map((post) => ({
				...post,
				leftAt: before.leaving.includes(post.mediaId) ? NOW : null
			}));
			const later = { doubt: before.doubt, isConfirmed: true, now: NOW + minutes(16) };
			const after = judgeLeft(known, list(second.map(String), later));
			const onlyNow = after.leaving.filter((id) => first.includes(Number(id)));
			expect(onlyNow.length).toBeLessThanOrEqual(5);
		})
	);
});
