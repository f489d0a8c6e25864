import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { boundedLines, whenRead, writeGathered } from './bounded-lines.ts';

const line = (level: number, text: string) => `{"level":${String(level)},"msg":"${text}"}\n`;

/** An output that notes each write, and says that it is read when told to. */
function output() {
	const written: string[] = [];
	return {
		written,
		writableLength: 0,
		write: (text: string, done: (error?: Error | null) => void) => {
			written.push(text);
			done(null);
			return true;
		}
	};
}
type Output = Parameters<typeof boundedLines>[0];
let out: ReturnType<typeof output>;
let write: (text: string) => void;

beforeEach(() => {
	vi.useFakeTimers();
	out = output();
	({ write } = boundedLines(out as unknown as Output, 200));
});
afterEach(() => {
	vi.useRealTimers();
});

test('a line is written at once, and what follows soon after together', () => {
	write(line(30, 'a'));
	write(line(30, 'b'));
	write(line(20, 'c'));
	expect(out.written).toEqual([line(30, 'a')]);
	vi.advanceTimersByTime(25);
	expect(out.written).toEqual([line(30, 'a'), line(30, 'b') + line(20, 'c')]);
	vi.advanceTimersByTime(1000);
	expect(out.written).toHaveLength(2);
});

test('a warning waits for nothing, and for nothing before it', () => {
	write(line(30, 'a'));
	write(line(30, 'b'));
	write(line(40, 'c'));
	write(line(50, 'd'));
	expect(out.written).toEqual([line(30, 'a'), line(30, 'b') + line(40, 'c'), line(50, 'd')]);
});

test('what several write to one output keeps its order', () => {
	const other = boundedLines(out as unknown as Output);
	write(line(30, 'a'));
	write(line(30, 'b'));
	other.write(line(50, 'c'));
	expect(out.written.join('')).toBe(line(30, 'a') + line(30, 'b') + line(50, 'c'));
});

test('what waits counts for the bound', () => {
	for (let at = 0; at < 30; at += 1) write(line(30, 'a'));
	vi.advanceTimersByTime(25);
	const all = out.written.join('');
	expect(all.length).toBeLessThan(400);
	expect(all).toContain('"dropped":');
});

test('an end waits for what is gathered', async () => {
	write(line(30, 'a'));
	write(line(30, 'b'));
	await whenRead(out as unknown as Output, 100);
	expect(out.written.slice(0, 2)).toEqual([line(30, 'a'), line(30, 'b')]);
	write(line(30, 'c'));
	writeGathered(out as unknown as Output);
	expect(out.written.at(-1)).toBe(line(30, 'c'));
});
