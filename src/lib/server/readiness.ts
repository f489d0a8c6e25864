import type { Kysely } from 'kysely';
import { minutes } from './clock.ts';
import type { Schema } from './database/schema.ts';
import { readBeat } from './renewal/beat.ts';

/** A scheduler that has not beaten for this long is stuck. */
const LONGEST_SILENCE = minutes(3);

/**
 * Whether this instance can do its work. Writability is tried with a statement that changes nothing
 * but takes the write lock.
 */
export async function isReady(
	app: { db: Kysely<Schema>; vault: { isLocked: boolean } },
	now: number
): Promise<boolean> {
	if (app.vault.isLocked) return false;
	try {
		await app.db.updateTable('scheduler').set({ id: 1 }).where('id', '=', 1).execute();
		const pulse = await readBeat(app.db);
		return pulse !== null && Math.abs(now - pulse.beatAt) < LONGEST_SILENCE;
	} catch {
		return false;
	}
}
