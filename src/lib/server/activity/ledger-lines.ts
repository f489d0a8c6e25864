import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { type Bounds, comesAfter, type Line, type Question, type Viewer } from './line.ts';

/** The newest renewals of this viewer's connections. A consent is a line of the audit log already. */
export async function ledgerLines(
	db: Kysely<Schema>,
	{ creatorId }: Viewer,
	{ group, connectionId, before }: Question,
	{ since, limit }: Bounds
): Promise<Line[]> {
	if (group !== null && group !== 'renewals') return [];
	const rows = await db
		.selectFrom('renewals')
		.innerJoin('connections', 'connections.id', 'renewals.connectionId')
		.select([
			'renewals.id',
			'renewals.at',
			'renewals.trigger',
			'renewals.outcome',
			'renewals.code',
			'renewals.cause',
			'renewals.expiresAfter',
			'renewals.connectionId',
			'connections.username'
		])
		.where('connections.creatorId', '=', creatorId)
		.where('renewals.trigger', '!=', 'connect')
		.where('renewals.at', '>', since)
		.$if(connectionId !== null, (query) =>
			query.where('renewals.connectionId', '=', connectionId ?? '')
		)
		.where(comesAfter('renewals', 'ledger', before))
		.orderBy('renewals.at', 'desc')
		.orderBy('renewals.id', 'desc')
		.limit(limit)
		.execute();
	return rows.map(({ trigger, outcome, code, cause, expiresAfter, ...row }) => ({
		...row,
		source: 'ledger',
		kind: 'renewal',
		creatorId,
		detail: { trigger, outcome, code, cause, expiresAfter: isoOrNull(expiresAfter) },
		address: null
	}));
}

const isoOrNull = (time: number | null) => (time === null ? null : new Date(time).toISOString());
