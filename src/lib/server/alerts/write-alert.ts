import { randomUUID } from 'node:crypto';
import type { Selectable, Transaction } from 'kysely';
import type { AlertType } from '../../view.ts';
import { seconds } from '../clock.ts';
import type { AlertTable } from '../database/alert-tables.ts';
import type { Schema } from '../database/schema.ts';
import type { Alert } from './alert.ts';
import { EVENTS } from './events.ts';

/** Mail and ntfy wait so long for others of the same event. */
export const WAIT_FOR_OTHERS = seconds(20);

export type AlertRow = Selectable<AlertTable>;

/**
 * Writes an alert for every channel of a creator that tells its type. What waits there of the same
 * connection and event gives way to it.
 * @param to the channels to tell; null: all
 * @param now when it is written, in milliseconds
 */
export async function writeAlert(
	trx: Transaction<Schema>,
	creatorId: string,
	{ type, at, data }: Alert,
	{ now, to = null }: { now: number; to?: string[] | null }
) {
	const channels = await trx
		.selectFrom('alertChannels')
		.select(['id', 'kind', 'types'])
		.where('creatorId', '=', creatorId)
		.where('state', '=', 'on')
		.execute();
	const { connectionId } = data;
	const telling = channels.filter(
		({ id, types }) =>
			(to === null || to.includes(id)) && (JSON.parse(types) as string[]).includes(type)
	);
	if (connectionId !== null) await dropWaiting(trx, connectionId, [type]);
	for (const { id, kind } of telling) {
		const waits = EVENTS[type].waits && kind !== 'webhook';
		await trx
			.insertInto('alerts')
			.values({
				id: randomUUID(),
				channelId: id,
				creatorId,
				connectionId,
				kind,
				type,
				at,
				data: JSON.stringify(data),
				state: 'waiting',
				attempts: 0,
				nextAttemptAt: waits ? now + WAIT_FOR_OTHERS : now,
				leaseOwner: null,
				leaseUntil: null,
				messageId: null,
				doneAt: null
			})
			.execute();
	}
}

/**
 * Takes back what waits of a connection. What is being sent at this moment is not tried again should
 * it fail.
 * @param types null: all of it
 * @returns the channels that may hear it still, because it is being sent
 */
export async function dropWaiting(
	trx: Transaction<Schema>,
	connectionId: string,
	types: AlertType[] | null
): Promise<string[]> {
	await trx
		.deleteFrom('alerts')
		.where('connectionId', '=', connectionId)
		.where('state', '=', 'waiting')
		.where('leaseOwner', 'is', null)
		.$if(types !== null, (some) => some.where('type', 'in', types ?? []))
		.execute();
	const underWay = await trx
		.updateTable('alerts')
		.set({ state: 'dropped' })
		.where('connectionId', '=', connectionId)
		.where('state', '=', 'waiting')
		.$if(types !== null, (some) => some.where('type', 'in', types ?? []))
		.returning('channelId')
		.execute();
	return underWay.map(({ channelId }) => channelId);
}

/** Takes back what waits and concerns no connection: it is no longer so. */
export async function dropGeneral(trx: Transaction<Schema>, creatorId: string, types: AlertType[]) {
	if (types.length === 0) return;
	await trx
		.deleteFrom('alerts')
		.where('creatorId', '=', creatorId)
		.where('connectionId', 'is', null)
		.where('type', 'in', types)
		.where('state', '=', 'waiting')
		.where('leaseOwner', 'is', null)
		.execute();
}
