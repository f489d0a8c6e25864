import type { Kysely } from 'kysely';
import type { LedgerCounts, Outcome, RefreshView } from '../../view.ts';
import type { Renewal, Schema } from '../database/schema.ts';
import { ledgerWord } from '../problems/ledger-word.ts';
import { networkTrouble } from '../problems/network.ts';
import { foldHistory } from './history.ts';

/** The ledger of one connection, newest first. */
export async function refreshes(
	db: Kysely<Schema>,
	connectionId: string,
	limit = 100
): Promise<RefreshView[]> {
	const rows = await db
		.selectFrom('renewals')
		.selectAll()
		.where('connectionId', '=', connectionId)
		.orderBy('id', 'desc')
		.limit(limit)
		.execute();
	return rows.map(viewOf);
}

/** So many rows are looked at: years of daily checks. */
const MOST_ROWS = 2000;

/** What the page of a connection tells of its ledger, newest first. */
export async function history(db: Kysely<Schema>, connectionId: string, limit: number) {
	const rows = foldHistory(await refreshes(db, connectionId, MOST_ROWS));
	return { rows: rows.slice(0, limit), all: rows.length };
}

/** When an account was connected first, in milliseconds; null where no row tells. */
export async function firstConnectedAt(db: Kysely<Schema>, connectionId: string) {
	const { first } = await db
		.selectFrom('renewals')
		.select((eb) => eb.fn.min('at').as('first'))
		.where('connectionId', '=', connectionId)
		.where('outcome', '=', 'connected')
		.executeTakeFirstOrThrow();
	return first;
}

/** What came of every time that Meta was asked since the connection exists. */
export async function ledgerCounts(
	db: Kysely<Schema>,
	connectionId: string
): Promise<LedgerCounts> {
	const rows = await db
		.selectFrom('renewals')
		.select((eb) => ['outcome', eb.fn.countAll<number>().as('count')])
		.where('connectionId', '=', connectionId)
		.groupBy('outcome')
		.execute();
	const count = (outcome: Outcome) =>
		Number(rows.find((row) => row.outcome === outcome)?.count ?? 0);
	return {
		connected: count('connected'),
		renewed: count('renewed'),
		checked: count('checked'),
		refused: count('rejected'),
		unanswered: count('transient')
	};
}

const viewOf = (row: Renewal): RefreshView => ({
	at: iso(row.at),
	trigger: row.trigger,
	outcome: row.outcome,
	code: row.code,
	word: ledgerWord(row),
	detail: detailIn(row),
	expiresBefore: isoOrNull(row.expiresBefore),
	expiresAfter: isoOrNull(row.expiresAfter),
	nextDueAt: isoOrNull(row.nextDueAt)
});

/** Meta's words as they are; the system's code with what it means. */
function detailIn({ cause, detail }: Renewal) {
	const trouble = cause === 'unreachable' ? networkTrouble(detail) : null;
	return trouble ? `${trouble.code}: ${trouble.words}` : detail;
}

const iso = (time: number) => new Date(time).toISOString();
const isoOrNull = (time: number | null) => (time === null ? null : iso(time));
