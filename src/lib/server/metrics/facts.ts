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
