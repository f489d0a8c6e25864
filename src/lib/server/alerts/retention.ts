import type { Kysely } from 'kysely';
import { days, hours } from '../clock.ts';
import type { Schema } from '../database/schema.ts';

/** How long what was sent, or given up, can be looked up. */
export const ALERTS_KEPT_FOR = days(30);

/** Drops alerts that are long done, counted mails, and codes that confirm nothing any more. */
export async function dropOldAlerts(db: Kysely<Schema>, now: number): Promise<void> {
	await db
		.deleteFrom('alerts')
		.where('doneAt', '<=', now - ALERTS_KEPT_FOR)
		.execute();
	await db
		.deleteFrom('alertConfirmations')
		.where('at', '<=', now - hours(1))
		.execute();
	await db
		.updateTable('alertChannels')
		.set({ confirmHash: null, confirmUntil: null })
		.where('confirmUntil', '<=', now)
		.execute();
}
