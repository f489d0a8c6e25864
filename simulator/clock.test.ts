import { expect, test } from 'vitest';
import { createClock, pacificTime } from './clock.ts';

test.each([
	['2025-12-01T19:00:00Z', 'Monday, 01-Dec-25 11:00:00 PST'],
	['2026-07-04T07:05:09Z', 'Saturday, 04-Jul-26 00:05:09 PDT']
])('%s is %s in Meta’s messages', (utc, pacific) => {
	expect(pacificTime(Date.parse(utc))).toBe(pacific);
});

test('time runs on from wherever it was moved', () => {
	let real = 1000;
	const clock = createClock(() => real);
	clock.setOffset(-400);
	real += 50;
	expect(clock.now()).toBe(650);
});
