import type { Kysely, Transaction } from 'kysely';
import type { AlertType } from '../../view.ts';
import type { AlertsToldTable } from '../database/alert-tables.ts';
import type { Schema } from '../database/schema.ts';
import type { Told } from './judge.ts';

// What was told already: it is what keeps an alert from being told twice, also across restarts.

/** Of what it was told: a connection, a key, or the instance. */
export type Subject = Pick<AlertsToldTable, 'subject' | 'creatorId'> &
	Partial<Pick<AlertsToldTable, 'connectionId' | 'keyId'>>;

export const toldOf = (trx: Kysely<Schema>, subject: string): Promise<Told[]> =>
	trx
		.selectFrom('alertsTold')
		.select(['type', 'since', 'level'])
		.where('subject', '=', subject)
		.execute();

export async function noteTold(
	trx: Transaction<Schema>,
	{ subject, creatorId, connectionId = null, keyId = null }: Subject,
	{ type, since, level }: Told
) {
	await trx
		.insertInto('alertsTold')
		.values({ subject, type, creatorId, connectionId, keyId, since, level })
		.onConflict((conflict) =>
			conflict.columns(['subject', 'type']).doUpdateSet({ creatorId, since, level })
		)
		.execute();
}

export async function forgetTold(trx: Transaction<Schema>, subject: string, types: AlertType[]) {
	if (types.length === 0) return;
	await trx
		.deleteFrom('alertsTold')
		.where('subject', '=', subject)
		.where('type', 'in', types)
		.execute();
}

/** Whoever heard that a connection is ill: taken, because they hear of its healing once. */
export async function takeHearers(trx: Transaction<Schema>, connectionId: string) {
	const taken = await trx
		.deleteFrom('alertHearers')
		.where('connectionId', '=', connectionId)
		.returning('channelId')
		.execute();
	return taken.map(({ channelId }) => channelId);
}
