import type { Kysely } from 'kysely';
import { LOGINS } from '../../logins.ts';
import { hours } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import { type Bounds, comesAfter, type Line, type Question, type Viewer } from './line.ts';

/** "Refresh a long-lived token", Instagram Login: it must be at least 24 hours old. */
const YOUNG = hours(24);

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
			'renewals.expiresAfter as expiresAfter',
			'renewals.connectionId as connectionId',
			'connections.username',
			'connections.provider'
		])
		.select((eb) =>
			// Meta renews no token that is younger: it was only asked whether it works.
			eb
				.exists(
					eb
						.selectFrom('renewals as brought')
						.select('brought.id')
						.whereRef('brought.connectionId', '=', 'renewals.connectionId')
						.whereRef('brought.id', '<', 'renewals.id')
						.where('brought.outcome', 'in', ['connected', 'renewed'])
						.where((of) => of('brought.at', '>', of('renewals.at', '-', YOUNG)))
				)
				.as('isYoung')
		)
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
	return rows.map(({ trigger, outcome, code, cause, expiresAfter, provider, isYoung, ...row }) => ({
		...row,
		source: 'ledger',
		kind: 'renewal',
		creatorId,
		detail: {
			trigger,
			outcome,
			code,
			cause,
			expiresAfter: isoOrNull(expiresAfter),
			isCheck: LOGINS[provider].tokens === 'checked' || Boolean(isYoung)
		},
		address: null
	}));
}

const isoOrNull = (time: number | null) => (time === null ? null : new Date(time).toISOString());
