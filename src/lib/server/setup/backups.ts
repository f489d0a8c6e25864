import { ago } from '../../format.ts';
import type { LastBackup } from '../backup/state.ts';
import { days } from '../clock.ts';
import { type Check, fine, warning } from './check.ts';

/** A daily one was left out. */
const LATE = days(2);

/**
 * Whether what is here would survive its disk. Of BACKUP_KEY only whether it is set is told.
 * @param last null: nothing is known yet
 */
export function backupCheck(hasKey: boolean, last: LastBackup | null, now: number): Check {
	const id = 'backups';
	const at = last?.at ?? null;
	const since = at === null ? null : ago(iso(at), iso(now));
	const latest =
		since === null ? 'There is no good one yet.' : `The last good one was made ${since}.`;
	if (!hasKey) {
		return warning(id, {
			title: 'No backups are made',
			sentence: `BACKUP_KEY is not set. ${latest}`,
			cure: 'Set BACKUP_KEY (openssl rand -base64 32), keep a copy of it elsewhere, and start Mooring again: it then backs up every day.'
		});
	}
	if (last !== null && last.problem !== null) {
		return warning(id, {
			title: 'The latest backup failed',
			sentence: `${last.problem} ${latest}`,
			cure: 'Mend that; it is tried again within the hour, or at once by npm run mooring -- backup.'
		});
	}
	if (at === null) {
		return fine(id, {
			title: 'Backups are made every day',
			sentence: 'The first one is made at a start.'
		});
	}
	if (now - at > LATE) {
		return warning(id, {
			title: 'The latest backup is old',
			sentence: latest,
			cure: 'They are made while Mooring runs; make one now with npm run mooring -- backup.'
		});
	}
	return fine(id, { title: 'Backups are made every day', sentence: latest });
}

const iso = (time: number) => new Date(time).toISOString();
