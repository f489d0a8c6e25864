import type { Kysely } from 'kysely';
import type { KeyCheckTable } from '../database/instance-tables.ts';
import type { Schema } from '../database/schema.ts';
import type { MasterKey } from '../settings/secret-key.ts';
import { fingerprint, keyring, type Keyring } from './keyring.ts';

/**
 * The keyring for this database, or null: no key at all, or not the ones that sealed here. Keys that
 * are new beside a known one (a rotation), or that come first, are remembered by fingerprint; a
 * locked database is not written to.
 * @param masters newest first
 */
export async function unlock(
	db: Kysely<Schema>,
	masters: readonly MasterKey[] | null,
	now: number
): Promise<Keyring | null> {
	const [current, ...older] = masters ?? [];
	if (!current) return null;
	const given = [current, ...older].map((master) => ({
		keyId: master.id,
		fingerprint: fingerprint(master),
		createdAt: now
	}));
	// In one transaction, because a second process may start at the same moment.
	const fits = await db.transaction().execute(async (trx) => {
		const known = await trx.selectFrom('keyChecks').selectAll().execute();
		if (doFit(known, [current, ...older]) === false) return false;
		const fresh = given.filter(({ keyId: id }) => !known.some((check) => check.keyId === id));
		if (fresh.length > 0) await trx.insertInto('keyChecks').values(fresh).execute();
		return true;
	});
	return fits ? keyring([current, ...older]) : null;
}

/** Whether these keys would unlock this database at a start, told without writing anything. */
export async function keysFit(
	db: Kysely<Schema>,
	masters: readonly MasterKey[] | null
): Promise<boolean | null> {
	return doFit(await db.selectFrom('keyChecks').selectAll().execute(), masters ?? []);
}

/**
 * Whether these are the keys of a database: one that is known has its fingerprint, and a new one comes
 * beside a known one only.
 * @returns null where nothing was sealed yet
 */
export function doFit(
	known: readonly Pick<KeyCheckTable, 'keyId' | 'fingerprint'>[],
	masters: readonly MasterKey[]
): boolean | null {
	if (known.length === 0) return null;
	const verdicts = masters.map((master) => {
		const before = known.find(({ keyId: id }) => id === master.id);
		return before ? before.fingerprint === fingerprint(master) : null;
	});
	return verdicts.includes(true) && !verdicts.includes(false);
}
