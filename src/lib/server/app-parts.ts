import { alertsOf } from './alerts/alerts.ts';
import { markAnew, noteSettings } from './audit/setting-changes.ts';
import { namedSettings } from './audit/setting-names.ts';
import { startBackup } from './backup/child.ts';
import { dailyBackups } from './backup/daily.ts';
import { openBrake } from './brake/brake.ts';
import { type Clock, minutes, systemClock } from './clock.ts';
import { dueAt, jitterOf } from './connections/due-dates.ts';
import { openContent } from './content/content.ts';
import { resizer } from './content/resize-process.ts';
import { wantedContent } from './content/wanted.ts';
import { changeMarkOf } from './database/change-mark.ts';
import { stampInstance } from './database/instance.ts';
import { hasDatabase } from './database/leftovers.ts';
import { databaseFile, openDatabase } from './database/open.ts';
import { remembering } from './database/remembering.ts';
import { forgetRunning } from './database/running.ts';
import { openFeeds } from './feed/feeds.ts';
import { openKeys } from './keys/keys.ts';
import { type Log, withoutSearch } from './log.ts';
import { metaAppsInUse } from './meta-apps/in-use.ts';
import type { CallOver } from './meta/call-over.ts';
import { metaWatch } from './meta-changes/watch.ts';
import { openMetrics } from './metrics/metrics.ts';
import { pictureKeeper } from './pictures/fetch-later.ts';
import { practiceClock } from './practice/clock.ts';
import { pulseOf } from './renewal/beat.ts';
import type { RenewalResult } from './renewal/result.ts';
import { isReady } from './renewal/readiness.ts';
import { createSweep } from './renewal/sweep.ts';
import { openRelay } from './relay/open-relay.ts';
import { openPublishGuard } from './relay/publish/guard.ts';
import { keyKeeper } from './rotation/keeper.ts';
import { sessions } from './sessions/lucia.ts';
import { allHosts } from './settings/addresses.ts';
import type { Settings } from './settings/settings.ts';
import { loadKeys } from './vault/key-file.ts';
import type { KeysInUse } from './vault/follow-keys.ts';
import { markSetting } from './vault/keyring.ts';
import { openVault } from './vault/open-vault.ts';

/**
 * Opens what the app is made of, one part for the next, and starts nothing.
 * @throws StartError with the one sentence to print
 */
export async function openParts(environment: Settings, log: Log) {
	const file = databaseFile(environment.dataDir);
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

	const pulse = pulseOf(db);
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
	return {
		settings,
		log,
		requestLines: withoutSearch(log),
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
		sessions: sessions(db, tell, remember),
		keys,
		masterKeys: masterKeeper,
		pictures,
		pictureMaker,
		content,
		feeds,
		pulse,
		alerts,
		tell,
		sweep,
		runSweep,
		lookForAlerts,
		heartbeat: alerts.heartbeat(() => isReady({ db, vault, pulse })),
		backups,
		metaChanges,
		simulator,
		practiceClock: practice?.clock ?? null
	};
}

export type Parts = Awaited<ReturnType<typeof openParts>>;

const markerOf = (masters: KeysInUse) => ({
	currentId: masters.masters()[0].id,
	mark: (keyId: string, text: string) => markSetting(masters.masters(), keyId, text)
});
