import { appJobs } from './app-jobs.ts';
import { seconds } from './clock.ts';
import { claimLink, isClaimed, readClaimCode } from './creators/claim.ts';
import { checkpoint } from './database/erase.ts';
import { type InstanceLock, lockInstance } from './database/instance-lock.ts';
import { finishRestore } from './database/put-in-place.ts';
import { forgetRunning, noteRunning } from './database/running.ts';
import { dropWorkingFolders } from './database/working-folder.ts';
import { StartError } from './errors.ts';
import { startJobs } from './jobs.ts';
import { createLog, type Log } from './log.ts';
import { simulatorControl } from './practice/simulator.ts';
import { practiceWorld } from './practice/world.ts';
import { noteAway } from './renewal/beat.ts';
import { makeAllDue, makeUnreadableDue, releaseAll } from './renewal/queue.ts';
import type { Settings } from './settings/settings.ts';
import { UNCHECKED_CERTIFICATES } from './setup/certificates.ts';
import { openParts, type Parts } from './app-parts.ts';
import { atMost, endParts, keepCounts, logFailed } from './app-stop.ts';

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
	finishRestore(environment.dataDir, { isLocked: true });
	dropWorkingFolders(environment.dataDir);
	const parts = await openParts(environment, log);
	const { db, settings, vault, clock, alerts, backups, masterKeys, metaChanges } = parts;
	await releaseAll(db);
	await alerts.release();
	await parts.pulse.beat();
	// From here on a copy of the database from before this start does not fit to its log.
	await checkpoint(db);
	const jobs = startJobs(appJobs(parts), log);
	// What became due while the machine was off does not wait for the first tick.
	if (!vault.isLocked) await makeUnreadableDue(db, clock.now());
	const firstSweep = parts
		.runSweep()
		.catch((error: unknown) => logFailed(log, error, 'the first sweep failed'))
		.then(() => alerts.look())
		.then(() => metaChanges?.look(true))
		.catch((error: unknown) => logFailed(log, error, 'the first look failed'));

	masterKeys
		?.begin()
		.catch((error: unknown) => logFailed(log, error, 'sealing anew was broken off'));

	const practice = practiceOf(parts);
	const isUnclaimed = !practice && !(await isClaimed(db));
	if (vault.isLocked) log.error('locked: the key that sealed the tokens is not the one in use');
	for (const notice of [...settings.notices, ...settings.hints]) log.warn(notice);
	if (!settings.checksCertificates) {
		log.warn(`${UNCHECKED_CERTIFICATES.sentence} ${UNCHECKED_CERTIFICATES.cure}`);
	}

	let stopping: Promise<void> | null = null;
	const app = {
		...parts,
		claimsItself: practice !== null,
		practice,
		claimLink: isUnclaimed
			? claimLink(settings.origin, readClaimCode(settings.dataDir, settings.claimCode))
			: null,
		stop: () => (stopping ??= stop())
	};
	async function stop() {
		const backedUp = backups.stop();
		await jobs.stop();
		await atMost(PATIENCE_AT_STOP, [firstSweep, backedUp, endParts(parts)]);
		parts.pictureMaker.stop();
		await keepCounts(parts);
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

/** The world of practice mode; null: this is no practice. */
function practiceOf({ db, clock, practiceClock, simulator, lookForAlerts }: Parts) {
	if (practiceClock === null || simulator === null) return null;
	return practiceWorld({
		clock: practiceClock,
		simulator: simulatorControl(simulator),
		sweep: lookForAlerts,
		makeAllDue: () => makeAllDue(db, clock.now()),
		noteAway: (from, until) => noteAway(db, from, until)
	});
}

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
