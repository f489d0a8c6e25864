import { randomUUID } from 'node:crypto';
import { claimDue, LEASE, type RenewalDeps } from './queue.ts';
import { renew } from './renew.ts';
import { storeNow } from './store-later.ts';
import { RENEWAL_RESULTS, type RenewalResult } from './result.ts';

/** How many connections are renewed at a time. */
export const WORKERS = 8;

/** How many renewals a sweep tried, and what came of them; what was held was not tried. */
export type Tally = { attempts: number } & Record<RenewalResult, number>;

export type Sweep = {
	/** Renews all that is due; a run that is asked for while one is under way joins it. */
	run(): Promise<Tally>;
	/** Claims nothing new from now on; resolves when the renewals under way have ended and are stored. */
	stop(): Promise<void>;
	readonly running: boolean;
};

/** The scheduler's work: what is due is a row, so a machine that was off catches up by itself. */
export function createSweep(deps: RenewalDeps): Sweep {
	let underWay: Promise<Tally> | null = null;
	let isStopped = false;

	async function sweep(): Promise<Tally> {
		const tally = emptyTally();
		if (deps.vault.isLocked) return tally;
		const workers: Promise<void>[] = [];
		const broken: unknown[] = [];
		// Whoever finds work calls the next: most sweeps find none, and ask once.
		const callNext = () => {
			if (workers.length === WORKERS) return;
			workers.push(work(tally, callNext).catch((error: unknown) => void broken.push(error)));
		};
		callNext();
		for (const worker of workers) await worker;
		if (broken.length > 0) throw broken[0];
		return tally;
	}

	/** One row at a time until none is due. */
	async function work(tally: Tally, callNext: () => void) {
		while (!isStopped) {
			const claim = { now: deps.clock.now(), owner: randomUUID(), leaseMs: LEASE };
			const connection = await claimDue(deps.db, claim, deps.refreshAfterDays);
			if (!connection) return;
			callNext();
			const result = await renew(deps, connection, 'schedule');
			tally[result] += 1;
			if (result !== 'held') tally.attempts += 1;
		}
	}

	return {
		run() {
			if (isStopped) return Promise.resolve(emptyTally());
			underWay ??= sweep().finally(() => (underWay = null));
			return underWay;
		},
		async stop() {
			isStopped = true;
			await underWay?.catch(() => undefined);
			await storeNow(deps.db);
		},
		get running() {
			return underWay !== null;
		}
	};
}

const emptyTally = (): Tally => ({
	attempts: 0,
	...(Object.fromEntries(RENEWAL_RESULTS.map((result) => [result, 0])) as Record<
		RenewalResult,
		number
	>)
});
