import type { Kysely } from 'kysely';
import { days, hours } from '../clock.ts';
import { dropOldCopies } from '../database/copies.ts';
import { databaseFile } from '../database/open.ts';
import type { Schema } from '../database/schema.ts';
import { dropWorkingFolders } from '../database/working-folder.ts';
import type { Log } from '../log.ts';
import type { Settings } from '../settings/settings.ts';
import type { Tell } from '../tell.ts';
import type { BackupRun } from './child.ts';
import { dropOldBackups } from './retention.ts';
import { lastGoodBackup, noteFailed } from './state.ts';
import { tellOfBackups } from './told.ts';

const EVERY = days(1);
/** How long after a failed one the next is tried. */
const AGAIN_AFTER = hours(1);

export type DailyDeps = {
	db: Kysely<Schema>;
	settings: Pick<Settings, 'backup' | 'dataDir' | 'practice'>;
	log: Pick<Log, 'info' | 'error'>;
	tell: Tell;
	/** Milliseconds of real time. */
	realNow: () => number;
	start: (options: { isPractice: boolean }) => BackupRun;
};

/** The daily backups of the running Mooring, where there is a BACKUP_KEY. */
export function dailyBackups({ db, settings, log, tell, realNow, start }: DailyDeps) {
	let running: BackupRun | null = null;
	let hasTried = false;
	let isStopping = false;

	/** The first try of a start does not wait. */
	async function isDue(now: number) {
		const { keptAt, triedAt } = await lastGoodBackup(db);
		const within = (at: number | null, life: number) => at !== null && at <= now && now - at < life;
		return !within(keptAt, EVERY) && !(hasTried && within(triedAt, AGAIN_AFTER));
	}

	async function make(began: number) {
		hasTried = true;
		running = start({ isPractice: settings.practice !== null });
		const code = await running.ended;
		running = null;
		if (isStopping) return;
		const { keptAt, problem, triedAt } = await lastGoodBackup(db);
		if (code === 0 && keptAt !== null && keptAt >= began) return log.info('backed up');
		// What was killed outright could not say why.
		const said = triedAt !== null && triedAt >= began ? problem : null;
		if (said === null) await noteFailed(db, realNow(), CUT_OFF);
		log.error({ problem: said ?? CUT_OFF }, 'the backup failed');
	}

	async function look() {
		const { backup, dataDir } = settings;
		await dropOldBackups(backup.folder, realNow());
		dropOldCopies(databaseFile(dataDir), realNow());
		dropWorkingFolders(dataDir);
		if (backup.key === null) return;
		if (await isDue(realNow())) await make(realNow());
		if (isStopping) return;
		await tellOfBackups(db, tell, realNow());
	}

	let looking: Promise<void> | null = null;
	return {
		/** Makes one where it is due, tells the owner of trouble, and removes what is spent. */
		look(): Promise<void> {
			if (isStopping) return Promise.resolve();
			looking ??= look().finally(() => (looking = null));
			return looking;
		},
		/** One that is under way ends, and leaves nothing. */
		async stop(): Promise<void> {
			isStopping = true;
			running?.stop();
			await looking?.catch(() => undefined);
		}
	};
}

const CUT_OFF = 'It was cut off before its end; npm run mooring -- backup shows more.';
