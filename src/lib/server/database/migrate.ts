import type Database from 'better-sqlite3';
import { StartError } from '../errors.ts';
import { first } from './migrations/0001-first.ts';
import { bothLogins } from './migrations/0002-both-logins.ts';
import { signedRequests } from './migrations/0003-signed-requests.ts';
import { creators } from './migrations/0004-creators.ts';
import { activity } from './migrations/0005-activity.ts';
import { networks } from './migrations/0006-networks.ts';
import { causes } from './migrations/0007-causes.ts';
import { anyLogin } from './migrations/0008-any-login.ts';
import { logMark } from './migrations/0009-log-mark.ts';
import { latestConsent } from './migrations/0010-latest-consent.ts';
import { metaApps } from './migrations/0011-meta-apps.ts';
import { passkeys } from './migrations/0012-passkeys.ts';
import { labels } from './migrations/0013-labels.ts';
import { apiKeys } from './migrations/0014-api-keys.ts';
import { writes } from './migrations/0015-writes.ts';
import { pages } from './migrations/0016-pages.ts';
import { alerts } from './migrations/0017-alerts.ts';
import { backups } from './migrations/0018-backups.ts';
import { content } from './migrations/0019-content.ts';
import { feeds } from './migrations/0020-feeds.ts';
import { metaFindings } from './migrations/0021-meta-findings.ts';
import { activityIndex } from './migrations/0022-activity-index.ts';

/**
 * SQL that leads from the schema before to the next one, or what does it where SQL alone cannot; never
 * changed once released.
 */
export type Migration = string | ((sqlite: Database.Database) => void);

/** All of them in order: the number of a schema is how many led to it. */
export const MIGRATIONS: readonly Migration[] = [
	first,
	bothLogins,
	signedRequests,
	creators,
	activity,
	networks,
	causes,
	anyLogin,
	logMark,
	latestConsent,
	metaApps,
	passkeys,
	labels,
	apiKeys,
	writes,
	pages,
	alerts,
	backups,
	content,
	feeds,
	metaFindings,
	activityIndex
];

/** The number of the schema that this program works with. */
export const SCHEMA = MIGRATIONS.length;

export const versionOf = (sqlite: Database.Database) =>
	sqlite.pragma('user_version', { simple: true }) as number;

/**
 * Refuses what no migration may be run on: a schema of a newer Mooring. Reads only.
 * @throws StartError
 */
export function checkVersion(sqlite: Database.Database, migrations = MIGRATIONS) {
	const version = versionOf(sqlite);
	if (version <= migrations.length) return;
	throw new StartError(
		`This database was used by a newer Mooring (schema ${String(version)}, this one knows ${String(migrations.length)}); start that newer version, or put back the backup from before the update.`
	);
}

/**
 * Brings the schema up to date. Each migration is one transaction with the number of the schema
 * (`user_version`) inside, so that a crash leaves the schema before or the one after.
 * @param before is told the schema of a database that is about to be updated, before the first statement
 * @throws StartError when a newer Mooring has used this database
 */
export function migrate(
	sqlite: Database.Database,
	migrations = MIGRATIONS,
	before: (schema: number) => void = () => undefined
) {
	checkVersion(sqlite, migrations);
	const schema = versionOf(sqlite);
	// A command beside a busy server needs no write lock then, and does not wait for one.
	if (schema >= migrations.length) return;
	if (schema > 0) before(schema);
	migrations.forEach((migration, index) => {
		const next = index + 1;
		sqlite
			.transaction(() => {
				// Asked inside the transaction: another process may just have done it.
				if (versionOf(sqlite) >= next) return;
				if (typeof migration === 'string') sqlite.exec(migration);
				else migration(sqlite);
				sqlite.pragma(`user_version = ${String(next)}`);
			})
			.immediate();
	});
}
