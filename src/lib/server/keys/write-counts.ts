import type { Kysely, Transaction } from 'kysely';
import { KEPT_FOR } from '../audit/retention.ts';
import type { Schema } from '../database/schema.ts';

/** A call that was refused. */
export type Refused = { at: number; code: string; sentence: string };

/** What a key was used for since the last flush; the hours are their beginnings. */
export type Counted = {
	lastUsedAt: number;
	hours: Map<number, { calls: number; refused: number }>;
	refusals: Refused[];
};

/** So many refusals of a key are kept for its page. */
export const KEPT_REFUSALS = 50;

/** Adds what was counted to what is stored; keys that are gone meanwhile are passed over. */
export const writeCounts = (db: Kysely<Schema>, counted: Map<string, Counted>): Promise<void> =>
	db.transaction().execute(async (trx) => {
		const living = await trx
			.selectFrom('apiKeys')
			.select('id')
			.where('id', 'in', [...counted.keys()])
			.execute();
		for (const { id } of living) {
			const one = counted.get(id);
			if (one) await writeOne(trx, id, one);
		}
	});

async function writeOne(trx: Transaction<Schema>, keyId: string, counted: Counted) {
	const { lastUsedAt, hours, refusals } = counted;
	await trx
		.updateTable('apiKeys')
		.set({ lastUsedAt })
		.where('id', '=', keyId)
		.where((eb) => eb.or([eb('lastUsedAt', 'is', null), eb('lastUsedAt', '<', lastUsedAt)]))
		.execute();
	for (const [hour, { calls, refused }] of hours) {
		await trx
			.insertInto('apiKeyHours')
			.values({ keyId, hour, calls, refused })
			.onConflict((conflict) =>
				conflict.columns(['keyId', 'hour']).doUpdateSet((eb) => ({
					calls: eb('apiKeyHours.calls', '+', calls),
					refused: eb('apiKeyHours.refused', '+', refused)
				}))
			)
			.execute();
	}
	if (refusals.length === 0) return;
	await trx
		.insertInto('apiKeyRefusals')
		.values(refusals.map((refused) => ({ keyId, ...refused })))
		.execute();
	await trx
		.deleteFrom('apiKeyRefusals')
		.where('keyId', '=', keyId)
		.where('id', 'not in', (eb) =>
			eb
				.selectFrom('apiKeyRefusals')
				.select('id')
				.where('keyId', '=', keyId)
				.orderBy('id', 'desc')
				.limit(KEPT_REFUSALS)
		)
		.execute();
}

/** Drops what was counted more than 400 days ago, as the activity is. */
export async function dropOldCounts(db: Kysely<Schema>, now: number) {
	await db
		.deleteFrom('apiKeyHours')
		.where('hour', '<=', now - KEPT_FOR)
		.execute();
	await db
		.deleteFrom('apiKeyRefusals')
		.where('at', '<=', now - KEPT_FOR)
		.execute();
}
