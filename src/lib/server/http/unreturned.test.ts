import { describe, expect, it } from 'vitest';
import { didNotReturn } from './unreturned.ts';

const MINUTE = 60_000;
const NOW = 1_795_521_600_000;
const started = (minutesAgo: number, consumed = false) => ({
	createdAt: NOW - minutesAgo * MINUTE,
	consumedAt: consumed ? NOW - minutesAgo * MINUTE + 5000 : null,
	expiresAt: NOW + (10 - minutesAgo) * MINUTE
});

describe('an attempt that did not return', () => {
	it.each([
		['none at all', [], false],
		['just started', [started(1)], false],
		['two minutes ago', [started(2)], true],
		['over since', [started(10)], false],
		['returned', [started(3, true)], false],
		['one before a return', [started(5), started(3, true)], false],
		['one after a return', [started(5, true), started(3)], true],
		[
			'one during whose way another returned',
			[started(5), { ...started(9), consumedAt: NOW - 4 * MINUTE }],
			false
		],
		['tried again just now', [started(0), started(4)], true]
	])('%s: %j', (_, attempts, offered) => expect(didNotReturn(attempts, NOW)).toBe(offered));

	it('is settled by a success since, whose own cookie is gone', () => {
		expect(didNotReturn([started(5)], NOW, NOW - 4 * MINUTE)).toBe(false);
		expect(didNotReturn([started(5)], NOW, NOW - 6 * MINUTE)).toBe(true);
	});
});
