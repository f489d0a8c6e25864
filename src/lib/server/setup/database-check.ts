import { type Check, fine, warning, wrong } from './check.ts';

/**
 * Whether there is a database, and one that can be read.
 * @param refusal the sentence with which a start would refuse it
 */
export function databaseCheck(exists: boolean, isReadable: boolean, refusal: string | null): Check {
	if (refusal !== null) {
		return wrong('database', {
			title: 'The database cannot be opened',
			sentence: refusal,
			cure: 'Then start Mooring: npm start.'
		});
	}
	if (!exists) {
		return warning('database', {
			title: 'There is no database yet',
			sentence: 'The first start makes it.',
			cure: 'Start Mooring: npm start.'
		});
	}
	if (isReadable) {
		return fine('database', { title: 'Database is readable', sentence: 'mooring.db is there.' });
	}
	return wrong('database', {
		title: 'The database cannot be read',
		sentence: 'mooring.db is damaged, no database of Mooring, or closed to this user.',
		cure: 'Run this as the user that runs Mooring; if that changes nothing, put a backup in its place.'
	});
}
