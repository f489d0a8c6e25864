import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { fingerprint, type MasterKey } from '../vault/keyring.ts';

/**
 * Whether these keys would unlock this database at a start, told without writing anything: a key
 * that is known has its fingerprint, and a new one comes beside a known one only.
 * @returns null where nothing was sealed yet
 */
export async function keysFit(
	db: Kysely<Schema>,
	masters: readonly MasterKey[] | null
): Promise<boolean | null> {
	const known = await db.selectFrom('key_checks').selectAll().execute();
	if (known.length === 0) return null;
	const verdicts = (masters ?? []).map((master) => {
		const before = known.find(({ key_id: id }) => id === master.id);
		return before ? before.fingerprint === fingerprint(master) : null;
	});
	return verdicts.includes(true) && !verdicts.includes(false);
}
