import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateWindows } from './rate-windows.ts';

const START = 1_800_000_000_000;

/** What a number of requests at one moment come to. */
const take = (windows: ReturnType<typeof rateWindows>, times: number, key: string, now: number) =>
	Array.from({ length: times }, () => windows.take(key, 3, now));

describe('a window', () => {
	it('lets so many pass and says when to come again', () => {
		const windows = rateWindows();
		expect(take(windows, 3, 'a', START).every(({ isAllowed }) => isAllowed)).toBe(true);
		expect(windows.take('a', 3, START + 500)).toEqual({
			isAllowed: false,
			retryAfter: 60,
			isFirst: true
		});
		expect(windows.take('a', 3, START + 59_999)).toEqual({
			isAllowed: false,
			retryAfter: 1,
			isFirst: false
		});
	});

	it('ends after a minute, however often it was asked in between', () => {
		const windows = rateWindows();
		take(windows, 500, 'a', START);
		expect(windows.take('a', 3, START + 60_000)).toEqual({ isAllowed: true });
	});

	it('of one key leaves the others alone', () => {
		const windows = rateWindows();
		take(windows, 10, 'a', START);
		expect(windows.take('b', 3, START)).toEqual({ isAllowed: true });
	});

	it('does not outlive a clock that was set back', () => {
		const windows = rateWindows();
		take(windows, 10, 'a', START);
		expect(windows.take('a', 3, START - 3_600_000)).toEqual({ isAllowed: true });
	});
});

describe('the memory', () => {
	it('is bounded, and the oldest window goes first', () => {
		const windows = rateWindows({ maxKeys: 3 });
		take(windows, 4, 'a', START);
		take(windows, 4, 'b', START + 1);
		// Begun anew, `a` is the youngest.
		take(windows, 4, 'a', START + 60_000);
		take(windows, 4, 'c', START + 60_000);
		take(windows, 4, 'd', START + 60_000);
		expect(windows.size()).toBe(3);
		expect(windows.take('a', 3, START + 60_000).isAllowed).toBe(false);
		expect(windows.take('b', 3, START + 60_000).isAllowed).toBe(true);
	});

	it('holds 10,000 keys however many come', () => {
		const windows = rateWindows();
		for (let at = 0; at < 25_000; at += 1) windows.take(String(at), 3, START);
		expect(windows.size()).toBe(10_000);
	});
});

it('never lets more than the limit pass in one window', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 0, max: 59_999 }), { maxLength: 60 }), (moments) => {
			const windows = rateWindows();
			const passed = moments
				.sort((a, b) => a - b)
				.filter((moment) => windows.take('a', 3, START + moment).isAllowed);
			expect(passed.length).toBe(Math.min(3, moments.length));
		})
	);
});
