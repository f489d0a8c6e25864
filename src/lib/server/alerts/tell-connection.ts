import type { Transaction } from 'kysely';
import type { Connection, Schema } from '../database/schema.ts';
import { connectionAlert } from './alert.ts';
import { judge, type Told } from './judge.ts';
import { sentenceOf } from './sentences.ts';
import { forgetTold, noteTold, takeHearers, toldOf } from './told.ts';
import { dropWaiting, writeAlert } from './write-alert.ts';

export type At = { now: number; isLocked: boolean; origin: URL; isPractice: boolean };

/** Tells what has become true of a connection, in the transaction that made it true. */
export async function tellOfConnection(trx: Transaction<Schema>, id: string, at: At) {
	const connection = await trx
		.selectFrom('connections')
		.selectAll()
		.where('id', '=', id)
		.executeTakeFirst();
	if (!connection) return;
	const { now, origin } = at;
	const { creatorId, disconnectedAt } = connection;
	const verdict = judge(connection, await toldOf(trx, id), at);
	await forgetTold(trx, id, verdict.over);
	const mayHearStill =
		verdict.over.length > 0 || disconnectedAt !== null
			? await dropWaiting(trx, id, disconnectedAt === null ? verdict.over : null)
			: [];
	for (const illness of verdict.tell) {
		await noteTold(trx, { subject: id, creatorId, connectionId: id }, illness);
		const alert = alertOf(connection, illness, at);
		await writeAlert(trx, creatorId, alert, { now });
	}
	if (disconnectedAt !== null) await takeHearers(trx, id);
	if (!verdict.isHealed) return;
	const to = [...(await takeHearers(trx, id)), ...mayHearStill];
	const alert = connectionAlert('connection.healthy', connection, {
		now,
		at: now,
		origin,
		sentence: sentenceOf('connection.healthy', connection, now)
	});
	await writeAlert(trx, creatorId, alert, { now, to });
}

function alertOf(connection: Connection, { type, since, level }: Told, { now, origin }: At) {
	return connectionAlert(type, connection, {
		now,
		at: level === 0 ? since : now,
		origin,
		sentence: sentenceOf(type, connection, now)
	});
}
