import type { Kysely } from 'kysely';
import type { Status } from '../../view.ts';
import { healthOf } from '../connections/health.ts';
import type { Schema } from '../database/schema.ts';

/** How many connections have each status; every status is named. */
export async function connectionsByStatus(
	db: Kysely<Schema>,
	at: { now: number; isLocked: boolean }
): Promise<Record<Status, number>> {
	const counts = { healthy: 0, warning: 0, needs_reconnect: 0, locked: 0, disconnected: 0 };
	const connections = await db.selectFrom('connections').selectAll().execute();
	for (const connection of connections) counts[healthOf(connection, at).status] += 1;
	return counts;
}

/** When the first token ends that is still in use, in milliseconds; Infinity where none does. */
export async function nearestExpiry(db: Kysely<Schema>): Promise<number> {
	const { first } = await db
		.selectFrom('connections')
		.select((eb) => eb.fn.min('expiresAt').as('first'))
		.where('disconnectedAt', 'is', null)
		.where('endedCause', 'is', null)
		.executeTakeFirstOrThrow();
	return first ?? Infinity;
}

/** How many alerts wait to be sent, and how many were given up. */
export async function alertStates(
	db: Kysely<Schema>
): Promise<Record<'waiting' | 'failed', number>> {
	const rows = await db
		.selectFrom('alerts')
		.select((eb) => ['state', eb.fn.countAll<number>().as('count')])
		.where('state', 'in', ['waiting', 'failed'])
		.groupBy('state')
		.execute();
	const count = (state: string) => rows.find((row) => row.state === state)?.count ?? 0;
	return { waiting: count('waiting'), failed: count('failed') };
}
