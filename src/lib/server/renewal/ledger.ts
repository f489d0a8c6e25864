import type { Kysely } from 'kysely';
import type { RefreshView } from '../../view.ts';
import type { Renewal, Schema } from '../database/schema.ts';

/** The ledger of one connection, newest first. */
export async function refreshes(
	db: Kysely<Schema>,
	connectionId: string,
	limit = 100
): Promise<RefreshView[]> {
	const rows = await db
		.selectFrom('renewals')
		.selectAll()
		.where('connection_id', '=', connectionId)
		.orderBy('id', 'desc')
		.limit(limit)
		.execute();
	return rows.map(viewOf);
}

/** How often Meta was asked since the connection exists, and how often it gave a real answer. */
export async function ledgerCounts(
	db: Kysely<Schema>,
	connectionId: string
): Promise<{ attempts: number; answered: number }> {
	const { attempts, answered } = await db
		.selectFrom('renewals')
		.select((eb) => [
			eb.fn.countAll<number>().as('attempts'),
			eb.fn.countAll<number>().filterWhere('outcome', '<>', 'transient').as('answered')
		])
		.where('connection_id', '=', connectionId)
		.where('outcome', 'not in', ['connected', 'skipped'])
		.executeTakeFirstOrThrow();
	return { attempts: Number(attempts), answered: Number(answered) };
}

const viewOf = (row: Renewal): RefreshView => ({
	at: iso(row.at),
	trigger: row.trigger,
	outcome: row.outcome,
	code: row.code,
	expiresBefore: isoOrNull(row.expires_before),
	expiresAfter: isoOrNull(row.expires_after),
	nextDueAt: isoOrNull(row.next_due_at)
});

const iso = (time: number) => new Date(time).toISOString();
const isoOrNull = (time: number | null) => (time === null ? null : iso(time));
