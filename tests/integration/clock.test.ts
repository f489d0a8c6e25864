import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { days, minutes, seconds } from '../../src/lib/server/clock.ts';
import { startLive } from '../support/live.ts';

const folder = mkdtempSync(join(tmpdir(), 'mooring-clock-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An instance whose clock is as far off as the file says, in milliseconds. */
async function startWithClock(file: string) {
	const preload = join(import.meta.dirname, '../support/settable-clock.mjs');
	const live = await startLive({ CLOCK_FILE: file, NODE_OPTIONS: `--import ${preload}` });
	await live.claim();
	return live;
}

/** Asks for a while whether the server is up and ready, and how long the slowest answer took. */
async function watch(origin: string, ms: number) {
	const statuses = new Set<number>();
	const end = performance.now() + ms;
	let slowest = 0;
	while (performance.now() < end) {
		for (const path of ['/healthz', '/readyz']) {
			const asked = performance.now();
			statuses.add((await fetch(origin + path)).status);
			slowest = Math.max(slowest, performance.now() - asked);
		}
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	return { statuses: [...statuses], slowest };
}

// Each waits for longer than a tick, so they wait together.
describe.concurrent('a clock that is set under a running server', () => {
	it.for([
		['forward by 90 days', days(90)],
		['back by 90 days and 12 minutes', -days(90) - minutes(12)],
		['back by 12 minutes', -minutes(12)],
		['forward by ten years', days(3650)]
	] as const)(
		'%s is one line and one tick in twenty seconds',
		{ timeout: 60_000 },
		async ([name, offset], { onTestFinished }) => {
			const file = join(folder, name);
			const live = await startWithClock(file);
			onTestFinished(() => live.remove());
			const { length } = live.output();
			writeFileSync(file, String(offset));
			const { statuses, slowest } = await watch(live.origin, seconds(21));
			expect(statuses).toEqual([200]);
			// It was 75 s; this machine may be busy with other tests.
			expect(slowest).toBeLessThan(10_000);
			const lines = live.output().slice(length).trim().split('\n');
			const told = lines
				.map((line) => JSON.parse(line) as Record<string, unknown>)
				.filter(({ msg }) => msg === 'the clock was set, or this machine slept');
			expect(told).toHaveLength(1);
			expect(told[0]?.['seconds']).toBeCloseTo(offset / 1000, -1);
			expect(lines.length).toBeLessThan(10);
		}
	);
});
