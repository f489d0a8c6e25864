import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renewalWorld, type RenewalWorld, START } from '../../../tests/support/renewal-world.ts';
import { appJobs } from './app-jobs.ts';
import { days, minutes } from './clock.ts';
import { startJobs } from './jobs.ts';
import { openPublishGuard } from './relay/publish/guard.ts';
import { pulseOf } from './renewal/beat.ts';

let world: RenewalWorld;
beforeEach(() => {
	world = renewalWorld();
	vi.useFakeTimers({ now: START });
});
afterEach(async () => {
	vi.useRealTimers();
	await world.close();
});

const pictures = { stop: () => Promise.resolve() } as never;
const log = { warn: vi.fn(), error: vi.fn() };
const runSweep = vi.fn(() => Promise.resolve());

async function begin() {
	vi.clearAllMocks();
	const pulse = pulseOf(world.db);
	const sessions = { dropExpired: () => Promise.resolve() };
	const keys = { flush: () => Promise.resolve() };
	const masterKeys = null;
	const metaApps = { loadIfChanged: () => Promise.resolve() };
	const publishing = await openPublishGuard(world.deps);
	const relay = { readerOf: () => Promise.resolve(null) };
	const content = {
		run: () => Promise.resolve(),
		tidy: () => Promise.resolve()
	};
	const alerting = {
		alerts: { deliver: () => Promise.resolve() },
		lookForAlerts: () => Promise.resolve(),
		heartbeat: { beat: () => Promise.resolve() },
		backups: { look: () => Promise.resolve() }
	};
	const parts = {
		pictures,
		content,
		metaApps,
		sessions,
		keys,
		masterKeys,
		publishing,
		relay,
		...alerting
	};
	const settings = { dataDir: '/nowhere' };
	const kept = { ...world, settings, log, pulse, runSweep, ...parts };
	return { pulse, jobs: startJobs(appJobs(kept), log) };
}

describe('the jobs', () => {
	it('are at work a minute after the start, and none fails', async () => {
		const { jobs } = await begin();
		await vi.advanceTimersByTimeAsync(minutes(1) + 100);
		expect(runSweep).toHaveBeenCalledTimes(3);
		expect(log.error).not.toHaveBeenCalled();
		await jobs.stop();
	});

	it('beat on while a sweep waits for Meta', async () => {
		runSweep.mockImplementationOnce(() => new Promise(() => undefined));
		const { jobs, pulse } = await begin();
		await vi.advanceTimersByTimeAsync(minutes(10));
		expect(pulse.isBeating()).toBe(true);
		await jobs.stop();
		await vi.advanceTimersByTimeAsync(minutes(4));
		expect(pulse.isBeating()).toBe(false);
	});

	it.each([days(90), -minutes(12)])('tell a clock that is set by %i ms in one line', async (by) => {
		const { jobs, pulse } = await begin();
		await vi.advanceTimersByTimeAsync(minutes(1));
		vi.setSystemTime(Date.now() + by);
		await vi.advanceTimersByTimeAsync(minutes(5));
		expect(log.warn).toHaveBeenCalledExactlyOnceWith(
			{ seconds: by / 1000 },
			'the clock was set, or this machine slept'
		);
		expect(pulse.isBeating()).toBe(true);
		await jobs.stop();
	});
});
