import type { Kysely, Transaction } from 'kysely';
import { eraseTraces } from '../database/erase.ts';
import { RELEASED } from '../database/lease.ts';
import type { Schema } from '../database/schema.ts';

/**
 * Ends what was alive when a backup was made: whatever was signed out, used or taken back since then
 * would count again. Sessions, logins under way, all one-time links and leases go, and what is known of
 * earlier backups, which are elsewhere.
 * @param hasMedia whether the pictures of the feeds came along; else they are fetched again
 */
export async function endWhatLived(db: Kysely<Schema>, { hasMedia }: { hasMedia: boolean }) {
	await db.transaction().execute(async (trx) => {
		for (const table of [
			'sessions',
			'attempts',
			'signInLinks',
			'invitations',
			'passkeyQuestions',
			'backups'
		] as const) {
			await trx.deleteFrom(table).execute();
		}
		for (const table of ['connections', 'alerts', 'contentSyncs'] as const) {
			await trx.updateTable(table).set(RELEASED).execute();
		}
		await tellAnew(trx);
		await trx.updateTable('alertChannels').set({ confirmHash: null, confirmUntil: null }).execute();
		if (hasMedia) return;
		const unfetched = { files: null, bytes: 0, tries: 0, triedAt: null };
		await trx.updateTable('contentPictures').set(unfetched).execute();
	});
	await eraseTraces(db);
}

/** Under the first level of every illness (alerts/judge.ts). */
const UNTOLD = -1;

/**
 * Since the backup creators may have heard that all is well again: what was told of their connections by
 * then counts for nothing, and what is still so is told once more. What waited to be told has left long
 * ago, or comes again by that.
 */
async function tellAnew(trx: Transaction<Schema>) {
	await trx
		.deleteFrom('alerts')
		.where('state', '=', 'waiting')
		.where((eb) =>
			eb.exists(
				eb
					.selectFrom('alertsTold')
					.select('alertsTold.level')
					.whereRef('alertsTold.connectionId', '=', 'alerts.connectionId')
					.whereRef('alertsTold.type', '=', 'alerts.type')
			)
		)
		.execute();
	await trx
		.updateTable('alertsTold')
		.set({ level: UNTOLD })
		.where('connectionId', 'is not', null)
		.execute();
}
