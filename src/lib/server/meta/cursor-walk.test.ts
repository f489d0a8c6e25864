import { expect, test } from 'vitest';
import { MetaRefused, UnexpectedAnswer } from './errors.ts';
import { type ListPage, readAll } from './facebook-graph.ts';

/** A list by its cursors; remembers what it was asked. */
function listOf(pages: Record<string, ListPage>) {
	const asked: (string | null)[] = [];
	const ask = (after: string | null) => {
		asked.push(after);
		const page = pages[after ?? 'first'];
		return page ? Promise.resolve(page) : Promise.reject(new Error(`no page ${after}`));
	};
	return { ask, asked };
}

test('one page', async () => {
	const { ask, asked } = listOf({ first: { entries: [1, 2], after: null } });
	expect(await readAll(ask)).toEqual([1, 2]);
	expect(asked).toEqual([null]);
});

test('all pages in their order, short and empty ones too; lists inside stay whole', async () => {
	const { ask, asked } = listOf({
		first: { entries: [1], after: 'a' },
		a: { entries: [], after: 'b' },
		b: { entries: [[2, 3], 4], after: null }
	});
	expect(await readAll(ask)).toEqual([1, [2, 3], 4]);
	expect(asked).toEqual([null, 'a', 'b']);
});

test('a cursor that comes again ends the walk', async () => {
	const { ask, asked } = listOf({
		first: { entries: [1], after: 'a' },
		a: { entries: [2], after: 'b' },
		b: { entries: [3], after: 'a' }
	});
	await expect(readAll(ask)).rejects.toEqual(
		new UnexpectedAnswer('a list that goes in circles', 200)
	);
	expect(asked).toEqual([null, 'a', 'b']);
});

const pagesOf = (count: number) => {
	const asked: (string | null)[] = [];
	const ask = (after: string | null) => {
		asked.push(after);
		return Promise.resolve({
			entries: [asked.length],
			after: asked.length < count ? `${asked.length}` : null
		});
	};
	return { ask, asked };
};

test('50 pages are read', async () => {
	expect(await readAll(pagesOf(50).ask)).toHaveLength(50);
});

test('of 51 pages no more than 50 are asked for', async () => {
	const { ask, asked } = pagesOf(51);
	await expect(readAll(ask)).rejects.toBeInstanceOf(UnexpectedAnswer);
	expect(asked).toHaveLength(50);
});

test('regression: half a million entries on a page are no stack overflow', async () => {
	const entries = Array.from({ length: 500_000 }, () => 0);
	expect(await readAll(() => Promise.resolve({ entries, after: null }))).toHaveLength(500_000);
});

const tooMuch = () =>
	new MetaRefused({
		httpStatus: 500,
		code: 1,
		subcode: null,
		type: null,
		isTransient: false,
		words: "Please reduce the amount of data you're asking for, then retry your request"
	});

test('where a page is too large for Meta, smaller ones are asked for from there on', async () => {
	const asked: [string | null, number][] = [];
	const entries = await readAll((after, limit) => {
		asked.push([after, limit]);
		if (limit > 12) return Promise.reject(tooMuch());
		return Promise.resolve({ entries: [after], after: after === null ? 'a' : null });
	});
	expect(entries).toEqual([null, 'a']);
	expect(asked).toEqual([
		[null, 50],
		[null, 25],
		[null, 12],
		['a', 12]
	]);
});

test('a page of one that is too large is a refusal', async () => {
	const limits: number[] = [];
	const walk = readAll((_after, limit) => {
		limits.push(limit);
		return Promise.reject(tooMuch());
	});
	await expect(walk).rejects.toMatchObject({ code: 1 });
	expect(limits).toEqual([50, 25, 12, 6, 3, 1]);
});

test('what asking throws is thrown', async () => {
	const { ask } = listOf({});
	await expect(readAll(ask)).rejects.toThrow('no page null');
});
