import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Item, type List, pagedList } from './pager.ts';
import type { Visit } from './visit.ts';

const VISIT = {
	url: new URL('http://x/v25.0/1/media'),
	publicUrl: 'http://x',
	world: { switches: { mostAtOnce: 0, emptyFirstPart: false } }
} as unknown as Visit;

/** One part of a list, for the parameters of an address. */
function part(items: Item[], parameters: URLSearchParams): List {
	const request = { pager: new Map(parameters), path: '1/media', parameters: {} };
	const told = pagedList(VISIT, items, request, ({ id }) => ({ id }));
	if (told instanceof Response) throw new Error('refused');
	return told;
}

/** All parts from one on, by the links of this name. */
function walk(items: Item[], limit: number, link: 'next' | 'previous', from: List): string[][] {
	const pages = [from.data.map(({ id }) => String(id))];
	let next = (from.paging as Record<string, string> | undefined)?.[link];
	while (next) {
		const told = part(items, new URL(next).searchParams);
		pages.push(told.data.map(({ id }) => String(id)));
		next = (told.paging as Record<string, string> | undefined)?.[link];
	}
	return pages;
}

const itemsOf = (times: number[]): Item[] =>
	times
		.sort((a, b) => b - a)
		.map((at, index) => ({ id: String(17_900_000_000_000_000n + BigInt(index)), at }));

test('whatever the limit, next leads to every item once, and previous back', () => {
	const times = fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 60 });
	fc.assert(
		fc.property(times, fc.integer({ min: 1, max: 40 }), (given, limit) => {
			const items = itemsOf(given);
			const parameters = new URLSearchParams({ limit: String(limit) });
			const pages = walk(items, limit, 'next', part(items, parameters));
			expect(pages.flat()).toEqual(items.map(({ id }) => id));
			const last = items.at(-1);
			if (!last) return;
			const { paging } = part(items, new URLSearchParams({ limit: '100' }));
			const { after } = (paging as { cursors: { after: string } }).cursors;
			const end = part(items, new URLSearchParams({ limit: String(limit), before: after }));
			const back = walk(items, limit, 'previous', end);
			expect(back.reverse().flat()).toEqual(items.slice(0, -1).map(({ id }) => id));
		})
	);
});

test('an item that is gone leaves its cursor usable, without one twice', () => {
	const items = itemsOf([50, 40, 30, 20, 10]);
	const { paging } = part(items, new URLSearchParams({ limit: '2' }));
	const next = new URL((paging as { next: string }).next).searchParams;
	const gone = items.filter((_item, index) => index !== 1);
	expect(part(gone, next).data.map(({ id }) => id)).toEqual(items.slice(2, 4).map(({ id }) => id));
});
