import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { days, minutes, seconds } from './clock.ts';
import { type Job, startJobs } from './jobs.ts';

const NOON = Date.UTC(2027, 0, 1, 12);
const log = { error: vi.fn() };
const run = vi.fn(() => Promise.resolve());
const WAYS = ['debug', 'info', 'warn', 'error'] as const;
let printed: { mock: object }[];
let jobs: ReturnType<typeof startJobs>;

const begin = (job: Partial<Job> = {}) =>
	(jobs = startJobs([{ name: 'renewals', schedule: '*/20 * * * * *', run, ...job }], log));
/** The wall clock is set while the timers, which are monotonic, go on. */
const setClock = (by: number) => vi.setSystemTime(Date.now() + by);
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
	vi.useFakeTimers({ now: NOON });
	vi.clearAllMocks();
	printed = WAYS.map((way) => vi.spyOn(console, way));
});
afterEach(async () => {
	await jobs.stop();
	// Whatever happens is told in the log's JSON, never by the library.
	for (const spy of printed) expect(spy).not.toHaveBeenCalled();
	vi.useRealTimers();
	vi.restoreAllMocks();
});

describe('a job', () => {
	it('runs once in each slot of its schedule', async () => {
		begin();
		await pass(minutes(10) + 100);
		expect(run).toHaveBeenCalledTimes(30);
	});

	it('keeps to the minute of its schedule', async () => {
		begin({ schedule: '17 * * * * *' });
		await pass(seconds(16));
		expect(run).not.toHaveBeenCalled();
		await pass(seconds(2));
		expect(run).toHaveBeenCalledTimes(1);
		await pass(minutes(2));
		expect(run).toHaveBeenCalledTimes(3);
	});

	it('is never at work twice at once, and misses nothing but what it overslept', async () => {
		let end: () => void = () => undefined;
		const slow = vi.fn(() => new Promise<void>((resolve) => (end = resolve)));
		begin({ run: slow });
		await pass(minutes(2));
		expect(slow).toHaveBeenCalledTimes(1);
		end();
		await pass(seconds(21));
		expect(slow).toHaveBeenCalledTimes(2);
	});

	it('that fails is told in the log, and runs again', async () => {
		run.mockRejectedValueOnce(new Error('disk full'));
		begin();
		await pass(seconds(41));
		expect(run).toHaveBeenCalledTimes(2);
		expect(log.error).toHaveBeenCalledExactlyOnceWith(
			{ job: 'renewals', error: 'disk full' },
			'a job failed'
		);
	});

	it('runs no more once it was stopped', async () => {
		await begin().stop();
		await pass(minutes(5));
		expect(run).not.toHaveBeenCalled();
	});
});

describe.each([
	['forward by a second', seconds(1)],
	['forward by 90 days', days(90)],
	['forward by 56 years', days(56 * 365)],
	['back by 3 seconds', -seconds(3)],
	['back by 12 minutes', -minutes(12)],
	['back by 57 years', -days(57 * 365)]
])('a clock that steps %s', (_name, step) => {
	it.each(['*/20 * * * * *', '17 * * * * *'])(
		'costs one tick of %s, and none is late',
		async (schedule) => {
			const everyMs = schedule.startsWith('17') ? minutes(1) : seconds(20);
			begin({ schedule });
			await pass(minutes(3) + seconds(5));
			const before = run.mock.calls.length;
			setClock(step);
			await pass(everyMs + 100);
			expect(run.mock.calls.length - before).toBeGreaterThanOrEqual(1);
			expect(run.mock.calls.length - before).toBeLessThanOrEqual(2);
			await pass(minutes(10));
			const expected = minutes(10) / everyMs;
			const ticks = run.mock.calls.length - before;
			expect(ticks).toBeGreaterThanOrEqual(expected);
			expect(ticks).toBeLessThanOrEqual(expected + 3);
		}
	);

	it('leaves a daily job its hour', async () => {
		begin({ schedule: '0 3 * * *' });
		await pass(seconds(5));
		setClock(step);
		await pass(days(2) + minutes(1));
		const { length } = run.mock.calls;
		// A leap over its hour is caught up once.
		expect(length).toBeGreaterThanOrEqual(2);
		expect(length).toBeLessThanOrEqual(3);
	});
});
