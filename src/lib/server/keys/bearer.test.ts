import { expect, it } from 'vitest';
import { readBearer } from './bearer.ts';

it.each([
	[null, null],
	['', null],
	['Bearer', null],
	['Bearer ', null],
	['Basic YTpi', null],
	['OAuth moor_x', null],
	['moor_x', null],
	['Bearer moor_x', 'moor_x'],
	['bearer   moor_x ', 'moor_x'],
	['Bearer\tmoor_x', null],
	['Bearer moor_x, Bearer moor_y', 'moor_x, Bearer moor_y'],
	['Bearer \0', '\0']
])('%j shows %j', (header, shown) => {
	expect(readBearer(header)).toBe(shown);
});
