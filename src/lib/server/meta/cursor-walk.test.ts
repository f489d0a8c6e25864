import { expect, test } from 'vitest';
import { type ListPage, readAll } from './cursor-walk.ts';
import { UnexpectedAnswer } from './errors.ts';

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

test('what asking throws is thrown', async () => {
	const { ask } = listOf({});
	await expect(readAll(ask)).rejects.toThrow('no page null');
});
