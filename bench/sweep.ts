import Database from 'better-sqlite3';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { databaseFile } from '../src/lib/server/database/open.ts';
import { WORKERS } from '../src/lib/server/renewal/sweep.ts';
import type { World } from '../simulator/world.ts';
import { fillWithRenewable } from './due.ts';
import { closing, tempFolder } from './ending.ts';
import { type Home, startHome } from './home.ts';
import { isHere } from './installed.ts';
import { loaded } from './load.ts';
import { alone, compared, notMeasured, type Row } from './rows.ts';
import { SIZE } from './sizes.ts';

/** How long the simulator lets each call wait. */
const ANSWER_MS = 50;
/** Pages are asked for so often, at rest and meanwhile: as visitors do, not as a load. */
const PAGES_A_SECOND = 20;
const PATIENCE_MS = 600_000;

const OURS = "creator_id LIKE 'creator %'";
const MAKE_DUE = `UPDATE connections SET next_attempt_at = ? WHERE ${OURS}`;
/** A token that is renewed but not proved still has the one before beside it. */
const LEFT = `SELECT count(*) AS left FROM connections
	WHERE ${OURS} AND (last_refresh_at IS NULL OR previous_token_sealed IS NOT NULL)`;

/**
 * All that is due is renewed while Meta takes 50 ms for each call: beside the shortest time that so
 * many calls can take with so many at a time, and what visitors notice meanwhile.
 */
export const sweepRows = (): Promise<Row[]> =>
	closing(async (keep) => {
		const loopFile = join(tempFolder(keep), 'loop.json');
		const home = keep(
			await startHome({
				NODE_OPTIONS: `--import=${join(import.meta.dirname, 'loop-delay.mjs')}`,
				BENCH_LOOP_FILE: loopFile
			}),
			(one) => one.close()
		);
		const { live } = home;
		await live.stop();
		await fillWithRenewable(live, SIZE.sweep);
		await live.restart();
		const { faults } = live.simulator.world;
		for (const endpoint of ['refresh', 'me'] as const) {
			const always = { times: null, delayMs: ANSWER_MS, status: null, body: null };
			faults.add({ endpoint, kind: 'slow', ...always });
		}
		const hasLoad = isHere('autocannon');
		const idle = hasLoad ? await pagesOf(home, SIZE.idleSeconds) : null;
		const bare = hasLoad ? await bareCalls(live.simulator.url) : null;
		const calls = watchCalls(live.simulator.world);
		await loopDelay(live.pid(), loopFile);

		const sqlite = keep(new Database(databaseFile(live.dataDir)), (one) => one.close());
		sqlite.prepare(MAKE_DUE).run(Date.now());
		await until(() => calls.count() > 0);
		const ideal = (SIZE.sweep * 2 * ANSWER_MS) / WORKERS / 1000;
		const during = hasLoad ? await pagesOf(home, Math.max(2, 0.8 * ideal)) : null;
		const left = sqlite.prepare<[], { left: number }>(LEFT);
		// Counted in the end only: the simulator stands in this process, and would wait for it.
		await until(() => calls.count() >= 2 * SIZE.sweep && left.get()?.left === 0);
		const delay = await loopDelay(live.pid(), loopFile);
		const seconds = calls.seconds() + ANSWER_MS / 1000;
		const what = `sweep of ${SIZE.sweep.toLocaleString('en')} due`;
		return [
			compared(`${what}: the ideal’s time, of ours`, {
				ours: [seconds],
				beside: [(calls.count() * ANSWER_MS) / WORKERS / 1000],
				unit: 's',
				than: `${calls.count().toLocaleString('en')} calls × ${String(ANSWER_MS)} ms / ${String(WORKERS)}`,
				by: 'beside / ours',
				target: { atLeast: 0.95 }
			}),
			bare
				? compared(`${what}: as many bare calls’ time, of ours`, {
						ours: [seconds],
						beside: [calls.count() / bare.perSecond],
						unit: 's',
						than: `${String(WORKERS)} at a time, nothing kept`,
						by: 'beside / ours'
					})
				: notMeasured(`${what}: as many bare calls`, 'autocannon not installed'),
			alone(`${what}: event-loop delay meanwhile, p99`, {
				found: [delay.p99],
				unit: 'ms',
				beside: `at most ${delay.most.toFixed(0)} ms`,
				target: { atMost: 50 }
			}),
			idle && during
				? compared(`${what}: first page signed in meanwhile, p99`, {
						ours: [during.p99],
						beside: [idle.p99],
						unit: 'ms',
						than: 'itself, idle',
						target: { atMost: 2 }
					})
				: notMeasured(`${what}: first page meanwhile`, 'autocannon not installed')
		];
	});

/** What the simulator and the wire take by themselves for calls that it lets wait. */
const bareCalls = (url: string) =>
	loaded({
		url,
		requests: [{ path: '/me?fields=id&access_token=none', headers: {} }],
		connections: WORKERS,
		amount: SIZE.sweep,
		expected: 400
	});

const pagesOf = (home: Home, duration: number) =>
	loaded({
		url: home.live.origin,
		requests: home.signedIn('/'),
		connections: 2,
		overallRate: PAGES_A_SECOND,
		duration: Math.ceil(duration)
	});

/** Counts renewals' calls from now on, and the time between the first answer and the last. */
function watchCalls(world: World) {
	const note = world.calls.note.bind(world.calls);
	let [count, first, last] = [0, 0, 0];
	world.calls.note = (call) => {
		note(call);
		if (call.endpoint !== 'refresh' && call.endpoint !== 'me') return;
		count += 1;
		last = performance.now();
		first ||= last;
	};
	return { count: () => count, seconds: () => (last - first) / 1000 };
}

async function loopDelay(pid: number, file: string): Promise<{ p99: number; most: number }> {
	rmSync(file, { force: true });
	process.kill(pid, 'SIGUSR2');
	await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('}'));
	return JSON.parse(readFileSync(file, 'utf8')) as { p99: number; most: number };
}

async function until(isSo: () => boolean): Promise<void> {
	const end = performance.now() + PATIENCE_MS;
	while (!isSo()) {
		if (performance.now() > end) throw new Error('it took more than ten minutes');
		await wait(100);
	}
}
