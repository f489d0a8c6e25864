import { alertsOf } from './alerts/alerts.ts';
import { appJobs } from './app-jobs.ts';
import { markAnew, noteSettings } from './audit/setting-changes.ts';
import { namedSettings } from './audit/setting-names.ts';
import { startBackup } from './backup/child.ts';
import { dailyBackups } from './backup/daily.ts';
import { openBrake } from './brake/brake.ts';
import { type Clock, minutes, seconds, systemClock } from './clock.ts';
import { dueAt, jitterOf } from './connections/due-dates.ts';
import { openContent } from './content/content.ts';
import { resizer } from './content/resize-process.ts';
import { wantedContent } from './content/wanted.ts';
import { claimLink, isClaimed, readClaimCode } from './creators/claim.ts';
import { changeMarkOf } from './database/change-mark.ts';
import { checkpoint } from './database/erase.ts';
import { type InstanceLock, lockInstance } from './database/instance-lock.ts';
import { stampInstance } from './database/instance.ts';
import { hasDatabase } from './database/leftovers.ts';
import { databaseFile, openDatabase } from './database/open.ts';
import { remembering } from './database/remembering.ts';
import { finishRestore } from './database/put-in-place.ts';
import { forgetRunning, noteRunning } from './database/running.ts';
import { dropWorkingFolders } from './database/working-folder.ts';
import { StartError } from './errors.ts';
import { openFeeds } from './feed/feeds.ts';
import { startJobs } from './jobs.ts';
import { openKeys } from './keys/keys.ts';
import { createLog, type Log } from './log.ts';
import { metaAppsInUse } from './meta-apps/in-use.ts';
import type { CallOver } from './meta/call-over.ts';
import { metaWatch } from './meta-changes/watch.ts';
import { openMetrics } from './metrics/metrics.ts';
import { pictureKeeper } from './pictures/fetch-later.ts';
import { practiceClock } from './practice/clock.ts';
import { simulatorControl } from './practice/simulator.ts';
import { practiceWorld } from './practice/world.ts';
import { noteAway, pulseOf } from './renewal/beat.ts';
import { makeAllDue, makeUnreadableDue, releaseAll } from './renewal/queue.ts';
import type { RenewalResult } from './renewal/result.ts';
import { isReady } from './renewal/readiness.ts';
import { createSweep } from './renewal/sweep.ts';
import { openRelay } from './relay/open-relay.ts';
import { openPublishGuard } from './relay/publish/guard.ts';
import { storeTold } from './relay/publish/job.ts';
import { keyKeeper } from './rotation/keeper.ts';
import { sessions } from './sessions/lucia.ts';
import { allHosts } from './settings/addresses.ts';
import type { Settings } from './settings/settings.ts';
import { UNCHECKED_CERTIFICATES } from './setup/certificates.ts';
import { loadKeys } from './vault/key-file.ts';
import type { KeysInUse } from './vault/follow-keys.ts';
import { markSetting } from './vault/keyring.ts';
import { openVault } from './vault/open-vault.ts';

export type App = Awaited<ReturnType<typeof startApp>>;

/** bin/start.mjs finds the running app here; so does a second `init` after an edit in dev. */
const PLACE = Symbol.for('mooring.app');
type Globals = { [PLACE]?: App };

/** How long a stop waits for renewals under way; what is left then is the lease's business. */
const PATIENCE_AT_STOP = seconds(8);

/**
 * Opens the database and the vault, and starts the scheduler.
 * @throws StartError with the one sentence to print
 */
export async function startApp(settings: Settings) {
	await (globalThis as Globals)[PLACE]?.stop();
	const lock = lockInstance(settings.dataDir);
	try {
		return await startLocked(settings, lock);
	} catch (error) {
		lock.release();
		throw error;
	}
}

async function startLocked(environment: Settings, lock: InstanceLock) {
	const log = createLog(environment.logLevel);
	const file = databaseFile(environment.dataDir);
	finishRestore(environment.dataDir, { isLocked: true });
	dropWorkingFolders(environment.dataDir);
	// The key comes first: a start that breaks off in between must not leave a database without one.
	const masterKeys = loadKeys(environment, { mayCreate: !hasDatabase(file) });
	const mode = environment.practice ? 'practice' : 'live';
	const { db, sqlite } = openDatabase(file, mode);
	const remember = remembering(sqlite);
	// What a server left that was killed; not before the folder is known to be whole.
	forgetRunning(environment.dataDir);
	await stampInstance(db, mode, Date.now());
	const { vault, keys: masters } = await openVault(db, environment, masterKeys, Date.now());
	const practice = environment.practice ? { clock: practiceClock() } : null;
	const clock: Clock = practice?.clock ?? systemClock;
	const realNow = () => systemClock.now();
	const metrics = await openMetrics(environment.metricsToken, { db, clock, vault });
	const listeners: CallOver[] = metrics ? [metrics.callOver] : [];
	const callOver: CallOver = (call) => listeners.forEach((listen) => listen(call));
	const metaApps = await metaAppsInUse({ db, vault, environment, over: callOver });
	const { settings, providers } = metaApps;

	const plan = {
		dueAt: (token: Omit<Parameters<typeof dueAt>[0], 'refreshAfterDays'>) =>
			dueAt({ ...token, refreshAfterDays: settings.refreshAfterDays }),
		jitter: () => jitterOf(Math.random())
	};
	const brake = await openBrake({ db, now: realNow, log });
	const publishing = await openPublishGuard({ db, clock, log });
	const alerts = alertsOf({ db, vault, clock, realNow, log, settings });
	const { tell } = alerts;
	const metaChanges = practice
		? null
		: metaWatch({ db, version: settings.meta.graphVersion, providers, tell, realNow });
	if (metaChanges) listeners.push(metaChanges.callOver);
	const { refreshAfterDays } = settings;
	const renewal = {
		db,
		vault,
		providers,
		clock,
		log,
		refreshAfterDays,
		brake,
		tell,
		over: (result: RenewalResult) => metrics?.renewalOver(result)
	};
	const sweep = createSweep(renewal);
	const pictures = pictureKeeper({
		db,
		dataDir: settings.dataDir,
		hosts: allHosts(settings.meta),
		log
	});

	const pictureMaker = resizer();
	const content = await openContent({
		db,
		renewal,
		brake,
		settings,
		log,
		tell,
		wanted: () => wantedContent(db),
		readAccountPicture: (connectionId) => pictures.read(connectionId),
		resize: pictureMaker.resize,
		random: Math.random,
		over: callOver
	});

	const named = namedSettings(environment);
	if (masters) await noteSettings(db, named, markerOf(masters), clock.now());
	const masterKeeper =
		masters &&
		keyKeeper({
			db,
			vault,
			keys: masters,
			dataDir: settings.dataDir,
			backups: settings.backup.folder,
			isFromSetting: settings.secretKeys !== null,
			onNewKey: () => markAnew(db, named, markerOf(masters)),
			log,
			now: Date.now
		});
	await releaseAll(db);
	await alerts.release();
	const pulse = pulseOf(db);
	await pulse.beat();
	// From here on a copy of the database from before this start does not fit to its log.
	await checkpoint(db);
	const runSweep = async () => {
		if (vault.isLocked) return;
		const done = await sweep.run();
		if (done.attempts > 0) log.info({ ...done }, 'renewals');
	};
	const lookForAlerts = () => alerts.lookAfter(runSweep);
	const keys = openKeys({ db, now: realNow, remember });
	const simulator = settings.practice
		? `http://127.0.0.1:${String(settings.practice.simulatorPort)}`
		: null;
	const relay = openRelay(
		{ db, remember, keys, renewal, settings, brake, publishing, log, over: callOver },
		simulator
	);
	const backups = dailyBackups({
		db,
		settings,
		log,
		tell,
		realNow: Date.now,
		start: startBackup
	});
	const feeds = openFeeds({
		db,
		changeMark: changeMarkOf(sqlite),
		dataDir: settings.dataDir,
		origin: settings.origin,
		clock,
		realNow,
		every: minutes(settings.feedEveryMinutes),
		isLocked: () => vault.isLocked
	});
	const kept = {
		db,
		settings,
		clock,
		log,
		pulse,
		runSweep,
		pictures,
		content,
		metaApps,
		sessions: sessions(db, tell, remember),
		alerts,
		heartbeat: alerts.heartbeat(() => isReady({ db, vault, pulse })),
		lookForAlerts,
		backups,
		metaChanges,
		keys,
		masterKeys: masterKeeper,
		publishing,
		relay
	};
	const jobs = startJobs(appJobs(kept), log);
	// What became due while the machine was off does not wait for the first tick.
	if (!vault.isLocked) await makeUnreadableDue(db, clock.now());
	const firstSweep = runSweep()
		.catch((error: unknown) => logFailed(log, error, 'the first sweep failed'))
		.then(() => alerts.look())
		.then(() => metaChanges?.look(true))
		.catch((error: unknown) => logFailed(log, error, 'the first look failed'));

	masterKeeper
		?.begin()
		.catch((error: unknown) => logFailed(log, error, 'sealing anew was broken off'));

	const isUnclaimed = !practice && !(await isClaimed(db));
	if (vault.isLocked) log.error('locked: the key that sealed the tokens is not the one in use');
	for (const notice of [...settings.notices, ...settings.hints]) log.warn(notice);
	if (!settings.checksCertificates) {
		log.warn(`${UNCHECKED_CERTIFICATES.sentence} ${UNCHECKED_CERTIFICATES.cure}`);
	}

	let stopping: Promise<void> | null = null;
	const app = {
		settings,
		log,
		db,
		remember,
		clock,
		realNow,
		vault,
		providers,
		metaApps,
		metrics,
		callOver,
		plan,
		renewal,
		brake,
		publishing,
		relay,
		sessions: kept.sessions,
		keys,
		pictures,
		content,
		feeds,
		pulse,
		alerts,
		tell,
		claimsItself: practice !== null,
		practice:
			practice && simulator !== null
				? practiceWorld({
						clock: practice.clock,
						simulator: simulatorControl(simulator),
						sweep: lookForAlerts,
						makeAllDue: () => makeAllDue(db, clock.now()),
						noteAway: (from, until) => noteAway(db, from, until)
					})
				: null,
		claimLink: isUnclaimed
			? claimLink(settings.origin, readClaimCode(settings.dataDir, settings.claimCode))
			: null,
		stop: () => (stopping ??= stop())
	};
	async function stop() {
		const backedUp = backups.stop();
		await jobs.stop();
		const wait = new AbortController();
		const patience = new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, PATIENCE_AT_STOP);
			wait.signal.addEventListener('abort', () => clearTimeout(timer));
		});
		await Promise.race([
			Promise.all([
				firstSweep,
				sweep.stop(),
				pictures.stop(),
				content.stop(),
				alerts.stop(),
				backedUp,
				masterKeeper?.stop()
			]),
			patience
		]);
		wait.abort();
		pictureMaker.stop();
		const [counts, told] = await Promise.allSettled([
			keys.flush(),
			storeTold(publishing, Infinity)
		]);
		if (counts.status === 'rejected') logFailed(log, counts.reason, 'counts were lost');
		if (told.status === 'rejected')
			logFailed(log, told.reason, 'what was told is not written down');
		await db.destroy();
		forgetRunning(settings.dataDir);
		lock.release();
		if ((globalThis as Globals)[PLACE] === app) delete (globalThis as Globals)[PLACE];
	}
	leaveWord(settings, log);
	// The command that makes it goes by that word.
	backups.look().catch((error: unknown) => logFailed(log, error, 'the first backup failed'));
	(globalThis as Globals)[PLACE] = app;
	return app;
}

const markerOf = (masters: KeysInUse) => ({
	currentId: masters.masters()[0].id,
	mark: (keyId: string, text: string) => markSetting(masters.masters(), keyId, text)
});

const logFailed = (log: Log, error: unknown, words: string) =>
	log.error({ error: error instanceof Error ? error.message : 'unknown' }, words);

/** Without it commands go by their settings, so a start does not fail for it. */
function leaveWord({ dataDir, origin, practice }: Settings, log: Log) {
	try {
		noteRunning(dataDir, {
			origin: origin.origin,
			mode: practice ? 'practice' : 'live',
			pid: process.pid,
			simulatorPort: practice?.simulatorPort ?? null
		});
	} catch (error) {
		log.warn(error instanceof StartError ? error.message : 'no word was left for the commands');
	}
}

/** The running app; only routes, hooks and commands ask. */
export function getApp(): App {
	const app = (globalThis as Globals)[PLACE];
	if (!app) throw new StartError('Mooring has not started yet.');
	return app;
}
