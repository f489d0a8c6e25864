import { CompiledQuery, type Kysely } from 'kysely';

const NORMAL = CompiledQuery.raw('PRAGMA synchronous = NORMAL');
const FULL = CompiledQuery.raw('PRAGMA synchronous = FULL');

/**
 * Writes without waiting for the disk what a power failure may take back. In the order of the commits
 * nothing changes, the database stays whole, and the next commit that waits keeps these as well
 * (sqlite.org, "PRAGMA synchronous", WAL).
 */
export const withoutWaiting = <Tables, Result>(
	db: Kysely<Tables>,
	write: (db: Kysely<Tables>) => Promise<Result>
): Promise<Result> =>
	db.connection().execute(async (one) => {
		await one.executeQuery(NORMAL);
		try {
			return await write(one);
		} finally {
			await one.executeQuery(FULL);
		}
	});
