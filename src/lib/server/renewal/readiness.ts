import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';

/**
 * Whether this instance can do its work: the right key, a scheduler that beats, a database that can
 * be written. Writability is tried with a statement that takes the write lock and meets no row: a full
 * disk shows in the beat, which is written.
 */
export async function isReady(app: {
	db: Kysely<Schema>;
	vault: { isLocked: boolean };
	pulse: { isBeating(): boolean };
}): Promise<boolean> {
	if (app.vault.isLocked || !app.pulse.isBeating()) return false;
	try {
		await app.db
			.updateTable('scheduler')
			.set({ id: 1 })
			.where((of) => of.lit(false))
			.execute();
		return true;
	} catch {
		return false;
	}
}
