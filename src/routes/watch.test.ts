import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watch } from './watch.ts';

let text: string;
let changes: number;
let reads: number;
let page: EventTarget & { hidden: boolean };
let stop: () => void;

beforeEach(() => {
	vi.useFakeTimers();
	text = 'one';
	changes = 0;
	reads = 0;
	page = Object.assign(new EventTarget(), { hidden: false });
	stop = watch({
		read: () => {
			reads += 1;
			return text === 'broken' ? Promise.reject(new Error('offline')) : Promise.resolve(text);
		},
		page: page,
		changed: () => (changes += 1),
		everyMs: 15_000,
		staleAfterMs: 60_000
	});
});

afterEach(() => {
	stop();
	vi.useRealTimers();
});

it('says when the state differs, and not when it is the same', async () => {
	await vi.advanceTimersByTimeAsync(15_000);
	expect(changes).toBe(0);
	text = 'two';
	await vi.advanceTimersByTimeAsync(15_000);
	expect(changes).toBe(1);
	await vi.advanceTimersByTimeAsync(15_000);
	expect(changes).toBe(1);
});

it('renews what is older than a minute, for its relative times', async () => {
	await vi.advanceTimersByTimeAsync(59_000);
	expect(changes).toBe(0);
	await vi.advanceTimersByTimeAsync(1000);
	expect(changes).toBe(1);
});

it('asks nothing while hidden, and at once when seen again', async () => {
	await vi.advanceTimersByTimeAsync(0);
	page.hidden = true;
	await vi.advanceTimersByTimeAsync(45_000);
	expect(reads).toBe(1);
	page.hidden = false;
	text = 'two';
	page.dispatchEvent(new Event('visibilitychange'));
	await vi.advanceTimersByTimeAsync(0);
	expect(changes).toBe(1);
});

it('goes on after a failed look, which is no change', async () => {
	text = 'broken';
	await vi.advanceTimersByTimeAsync(15_000);
	text = 'two';
	await vi.advanceTimersByTimeAsync(15_000);
	expect(changes).toBe(1);
});

it('is silent after it was stopped', async () => {
	await vi.advanceTimersByTimeAsync(0);
	stop();
	text = 'two';
	await vi.advanceTimersByTimeAsync(120_000);
	page.dispatchEvent(new Event('visibilitychange'));
	await vi.advanceTimersByTimeAsync(0);
	expect(changes).toBe(0);
	expect(reads).toBe(1);
});
