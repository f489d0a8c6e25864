import { expect, it } from 'vitest';
import { days, hours } from '../clock.ts';
import { readBearer } from './bearer.ts';
import { expiryWarning } from './key-view.ts';

const NOW = Date.UTC(2027, 5, 1);
const warned = (left: number | null, revokedAt: number | null = null) =>
	expiryWarning({ expiresAt: left === null ? null : NOW + left, revokedAt }, NOW);

it.each([
	[days(14) + 1, null],
	[days(14), { reached: 14, daysLeft: 14 }],
	[days(3) + 1, { reached: 14, daysLeft: 3 }],
	[days(3), { reached: 3, daysLeft: 3 }],
	[hours(1), { reached: 3, daysLeft: 0 }],
	[0, null],
	[-days(1), null],
	[null, null]
])('a key with %j ms left is warned of: %j', (left, warning) => {
	expect(warned(left)).toEqual(warning);
});

it('nobody is warned of a key that was revoked', () => {
	expect(warned(days(1), NOW)).toBeNull();
});

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
