import { randomUUID } from 'node:crypto';
import { days, hours } from '../clock.ts';
import type { ContentSync } from '../database/content-tables.ts';
import type { Connection } from '../database/schema.ts';
import { deadReports } from '../renewal/dead-reports.ts';
import type { ContentDeps } from './deps.ts';
import { eraseContent, eraseOld } from './erase.ts';
import { inTurn } from '../in-turn.ts';
import { mediaFiles } from './media-files.ts';
import type { ContentState, KeptPost } from './post.ts';
import { addSync, claimDue, claimOne, endClaim, followWanted, LEASE, releaseAll } from './queue.ts';
import { noteRoom } from './space.ts';
import { tellStale } from './stale.ts';
import { readPosts, readState } from './store.ts';
import { sweepFiles } from './sweep-files.ts';
import { type SyncAsk, syncConnection } from './sync.ts';

/** What is kept of the accounts' posts, and what keeps it so. */
export type Content = {
	/** Syncs all that is due; resolves when what it began is over. */
	run(): Promise<void>;
	/**
	 * Syncs one connection at its creator's wish, whether a feed wants it or not; joins a sync that is
	 * under way. Resolves when it is over, be it that it failed: the state says so.
	 */
	syncNow(connectionId: string): Promise<void>;
	state(connectionId: string): Promise<ContentState | undefined>;
	posts(connectionId: string): Promise<KeptPost[]>;
	/** Erases what has been hidden for long enough, and now and then what no row names. */
	tidy(): Promise<void>;
	/** Erases all that is kept of a connection's posts, now. */
	erase(connectionId: string): Promise<void>;
	/** Begins nothing new; resolves when the syncs under way have ended. */
	stop(): Promise<void>;
};

/** How many connections are synced at a time: one that is slow stops no other. */
const WORKERS = 4;
const SWEEP_EVERY = hours(1);
const REFUSED_FOR = days(1);

/** The content room of the running app. Gives back what a crash left leased. */
export async function openContent(given: Omit<ContentDeps, 'reportDead'>): Promise<Content> {
	const { db, renewal } = given;
	const { clock, vault } = renewal;
	const files = mediaFiles(given.settings.dataDir);
	const exclusively = inTurn();
	const deps = {
		...given,
		reportDead: deadReports(renewal),
		files,
		exclusively,
		refusedFields: remembered(REFUSED_FOR, () => clock.now())
	};
	const stopping = new AbortController();
	const running = new Map<string, Promise<void>>();
	const runs = new Set<Promise<void>>();
	let working = 0;
	let sweptAt = -Infinity;
	await releaseAll(db);

	function start(sync: ContentSync, ask: Omit<SyncAsk, 'signal'>): Promise<void> {
		const work = syncConnection(deps, sync, { ...ask, signal: stopping.signal }).finally(() => {
			running.delete(sync.id);
			endClaim(db, sync.id);
		});
		running.set(sync.id, work);
		return work;
	}

	const claim = () => ({ now: clock.now(), owner: randomUUID(), leaseMs: LEASE });

	async function runDue() {
		const wanted = await deps.wanted();
		await followWanted(db, wanted, clock.now());
		if (vault.isLocked) await noteLocked();
		else {
			const ofConnection = new Map(wanted.map((one) => [one.connectionId, one]));
			const free = Math.max(0, WORKERS - working);
			await Promise.all(Array.from({ length: free }, () => work(ofConnection)));
		}
		await tellStale(deps);
	}

	/** One sync at a time until none is due. */
	async function work(wanted: Map<string, SyncAsk['wanted']>) {
		working += 1;
		try {
			while (!stopping.signal.aborted) {
				const sync = await claimDue(db, claim());
				if (!sync) return;
				await start(sync, { wanted: wanted.get(sync.id) ?? ANY, by: 'background' });
			}
		} finally {
			working -= 1;
		}
	}

	const noteLocked = () =>
		db
			.updateTable('contentSyncs')
			.set((row) => ({
				failing: 'locked',
				failingSince: row.fn.coalesce('failingSince', row.val(clock.now())),
				nextAttemptAt: clock.now()
			}))
			.where((row) => row.or([row('failing', 'is', null), row('failing', '!=', 'locked')]))
			.where('unwantedSince', 'is', null)
			.execute();

	const sweep = () =>
		exclusively(async () => {
			sweptAt = clock.now();
			const swept = await sweepFiles({ db, files }, clock.now());
			if (swept.files + swept.rows > 0) deps.log.info(swept, 'pictures were swept');
		});

	return {
		run() {
			if (stopping.signal.aborted) return Promise.resolve();
			const run: Promise<void> = runDue().finally(() => runs.delete(run));
			runs.add(run);
			return run;
		},
		async syncNow(connectionId) {
			if (stopping.signal.aborted) return;
			await addSync(db, connectionId, clock.now());
			const sync = running.has(connectionId)
				? undefined
				: await claimOne(db, connectionId, claim());
			if (!sync) return running.get(connectionId);
			const wanted = await deps.wanted();
			const own = wanted.find((one) => one.connectionId === connectionId) ?? ANY;
			await start(sync, { wanted: own, by: 'creator' });
		},
		state: (connectionId) => readState(db, connectionId),
		posts: (connectionId) => readPosts(db, connectionId),
		async tidy() {
			const isSwept = await exclusively(() => eraseOld({ db, files }, clock.now()));
			const isDue = Math.abs(clock.now() - sweptAt) >= SWEEP_EVERY;
			if (isSwept || isDue) await sweep();
			await noteRoom(db, deps.settings.mediaMaxBytes);
		},
		erase: (connectionId) => exclusively(() => eraseContent({ db, files }, connectionId)),
		async stop() {
			stopping.abort();
			await Promise.allSettled([...runs, ...running.values()]);
		}
	};
}

/** For a connection that no feed wants: its newest posts. */
const ANY = { max: 100, since: null };

/** A set for each login, emptied after a while. */
function remembered(forMs: number, now: () => number) {
	const sets = new Map<Connection['provider'], { since: number; fields: Set<string> }>();
	return (provider: Connection['provider']) => {
		const known = sets.get(provider);
		if (known && Math.abs(now() - known.since) < forMs) return known.fields;
		const fresh = { since: now(), fields: new Set<string>() };
		sets.set(provider, fresh);
		return fresh.fields;
	};
}
