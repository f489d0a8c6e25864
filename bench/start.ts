import { openDatabase, databaseFile } from '../src/lib/server/database/open.ts';
import { startLive } from '../tests/support/live.ts';
import { built, ready, started } from './apps.ts';
import { closing } from './ending.ts';
import { fill } from './fill.ts';
import { alone, compared, type Row } from './rows.ts';
import { median } from './measure.ts';
import { SIZE } from './sizes.ts';

const CONNECTIONS = 1_000;
const DAY = 86_400_000;
/** What a start may take over half as long again as a bare one. */
const ALLOWED_MS = 150;

/** From the start of the process to the first 200 on /readyz, with a database of 1,000 connections. */
export const startRows = (): Promise<Row[]> =>
	closing(async (keep) => {
		const folder = await built('bare');
		const live = keep(await startLive(), (one) => one.remove());
		await live.stop();
		const opened = openDatabase(databaseFile(live.dataDir), 'live');
		const later = { nextAttemptAt: Date.now() + 5 * DAY, expiresAt: Date.now() + 50 * DAY };
		fill(opened, CONNECTIONS, () => later);
		await opened.db.destroy();
		const found = { ours: [] as number[], bare: [] as number[] };
		for (let turn = -1; turn < SIZE.starts; turn += 1) {
			const ours = await timed(async () => {
				const isReady = ready(`${live.origin}/readyz`);
				await Promise.all([live.restart(), isReady]);
			});
			await live.stop();
			let bareApp: Awaited<ReturnType<typeof started>> | undefined;
			const bare = await timed(async () => (bareApp = await started(folder)));
			await bareApp?.stop();
			if (turn < 0) continue;
			found.ours.push(ours);
			found.bare.push(bare);
		}
		const allowed = found.bare.map((ms) => 1.5 * ms + ALLOWED_MS);
		return [
			compared('cold start to the first 200 on /readyz, 1,000 connections', {
				ours: found.ours,
				beside: found.bare,
				unit: 'ms',
				than: 'a bare app'
			}),
			alone(`cold start, over 1.5 × bare + ${String(ALLOWED_MS)} ms`, {
				found: found.ours.map((ms, turn) => ms - (allowed[turn] ?? NaN)),
				unit: 'ms',
				beside: `${median(allowed).toFixed(0)} ms allowed`,
				target: { atMost: 0 }
			})
		];
	});

async function timed(work: () => Promise<unknown>): Promise<number> {
	const began = performance.now();
	await work();
	return performance.now() - began;
}
