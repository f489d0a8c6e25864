import { join } from 'node:path';
import Database from 'better-sqlite3';
import { days } from '../../src/lib/server/clock.ts';

/** Makes every connection of a stopped instance as old as that many days would. */
export function age(dataDir: string, dayCount: number) {
	const sqlite = new Database(join(dataDir, 'mooring.db'));
	sqlite
		.prepare(
			`UPDATE connections SET issued_at = issued_at - :ms, expires_at = expires_at - :ms,
			 connected_at = connected_at - :ms, next_attempt_at = next_attempt_at - :ms`
		)
		.run({ ms: days(dayCount) });
	sqlite.close();
}

/** Makes the ledger of a running instance a minute older: by hand Meta is asked once a minute. */
export function passAMinute(dataDir: string) {
	const sqlite = new Database(join(dataDir, 'mooring.db'));
	sqlite.prepare('UPDATE renewals SET at = at - 60000').run();
	sqlite.close();
}
