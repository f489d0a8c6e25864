import { type Check, fine, warning, wrong } from './check.ts';
import type { DatabaseFacts } from './database-facts.ts';

/** Whether there is a database, one that can be read, and one of the kind that is started. */
export function databaseCheck(
	exists: boolean,
	database: Pick<DatabaseFacts, 'mode'> | null,
	isPractice: boolean
): Check {
	if (!exists) {
		return warning('database', {
			title: 'There is no database yet',
			sentence: 'The first start makes it.',
			cure: 'Start Mooring: npm start.'
		});
	}
	if (database && database.mode !== null && (database.mode === 'practice') !== isPractice) {
		return wrong('database', isPractice ? LIVE : PRACTICE);
	}
	if (database) {
		return fine('database', { title: 'Database is readable', sentence: 'mooring.db is there.' });
	}
	return wrong('database', {
		title: 'The database cannot be read',
		sentence: 'mooring.db is damaged, no database of Mooring, or closed to this user.',
		cure: 'Run this as the user that runs Mooring; if that changes nothing, put a backup in its place.'
	});
}

const PRACTICE = {
	title: 'The database is one of practice',
	sentence: 'Practice mode made mooring.db, and a real instance does not start with it.',
	cure: 'Set DATA_DIR to another folder, or start with PRACTICE=1.'
};
const LIVE = {
	title: 'The database is a real one',
	sentence: 'A real instance made mooring.db, and practice mode never touches it.',
	cure: 'Set DATA_DIR to another folder.'
};
