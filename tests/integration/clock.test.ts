import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { days, minutes, seconds } from '../../src/lib/server/clock.ts';
import { type Live, startLive } from '../support/live.ts';

const folder = mkdtempSync(join(tmpdir(), 'mooring-clock-'));
const CLOCK_FILE = join(folder, 'offset');
let live: Live;

beforeAll(async () => {
	const preload = join(import.meta.dirname, '../support/settable-clock.mjs');
	live = await startLive({ CLOCK_FILE, NODE_OPTIONS: `--import ${preload}` });
	await live.claim();
});
afterAll(async () => {
	await live.remove();
	rmSync(folder, { recursive: true });
});

const linesSince = (length: number) =>
	live
		.output()
		.slice(length)
		.split('\n')
		.filter((line) => line !== '');

/** Asks for a while whether the server is up and ready, and how long the slowest answer took. */
async function watchFor(ms: number) {
	const statuses = new Set<number>();
	const end = performance.now() + ms;
	let slowest = 0;
	while (performance.now() < end) {
		for (const path of ['/healthz', '/readyz']) {
			const asked = performance.now();
			statuses.add((await fetch(live.origin + path)).status);
			slowest = Math.max(slowest, performance.now() - asked);
		}
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	return { statuses: [...statuses], slowest };
}

describe('a clock that is set under a running server', () => {
	it.each([
		['forward by 90 days', days(90), days(90)],
		['back by 90 days and 12 minutes', -minutes(12), -days(90) - minutes(12)],
		['forward by ten years', days(3650), days(3650) + minutes(12)]
	])(
		'%s is one line and one tick in twenty seconds',
		async (_name, offset, step) => {
			const { length } = live.output();
			writeFileSync(CLOCK_FILE, String(offset));
			const { statuses, slowest } = await watchFor(seconds(21));
			expect(statuses).toEqual([200]);
			expect(slowest).toBeLessThan(2000);
			const lines = linesSince(length).map((line) => JSON.parse(line) as Record<string, unknown>);
			const told = lines.filter(({ msg }) => msg === 'the clock was set, or this machine slept');
			expect(told).toHaveLength(1);
			expect(told[0]?.['seconds']).toBeCloseTo(step / 1000, -1);
			expect(lines.length).toBeLessThan(10);
		},
		60_000
	);
});
