import type { Kysely } from 'kysely';
import { GROUPS } from '../audit/groups.ts';
import type { Schema } from '../database/schema.ts';
import {
	type Bounds,
	comesAfter,
	type Facts,
	type Line,
	type Question,
	type Viewer
} from './line.ts';

/** What another creator does in answer to the owner. */
const OWNERS_BUSINESS = ['invitation_accepted'];

/** The newest lines of the audit log that this viewer may see. */
export async function auditLines(
	db: Kysely<Schema>,
	{ creatorId, isOwner }: Viewer,
	{ group, connectionId, before }: Question,
	{ since, limit }: Bounds
): Promise<Line[]> {
	const rows = await db
		.selectFrom('auditLog')
		.leftJoin('connections', (join) =>
			join
				.onRef('connections.id', '=', 'auditLog.connectionId')
				.on('connections.creatorId', '=', creatorId)
		)
		.select([
			'auditLog.id',
			'auditLog.at',
			'auditLog.kind',
			'auditLog.creatorId',
			'auditLog.connectionId',
			'auditLog.detail',
			'auditLog.address',
			'connections.username'
		])
		.where('auditLog.at', '>', since)
		.where((eb) => {
			const own = eb('auditLog.creatorId', '=', creatorId);
			if (!isOwner) return own;
			return eb.or([
				own,
				eb('auditLog.creatorId', 'is', null),
				eb('auditLog.kind', 'in', OWNERS_BUSINESS)
			]);
		})
		.$if(group !== null, (query) =>
			query.where('auditLog.kind', 'in', group === null ? [] : [...GROUPS[group]])
		)
		.$if(connectionId !== null, (query) => query.where('auditLog.connectionId', '=', connectionId))
		.where(comesAfter('auditLog', 'audit', before))
		.orderBy('auditLog.at', 'desc')
		.orderBy('auditLog.id', 'desc')
		.limit(limit)
		.execute();
	return rows.map(({ detail, username, ...row }) => {
		const facts = JSON.parse(detail) as Facts;
		const named = facts['username'];
		return {
			...row,
			source: 'audit',
			// The name that it had then.
			username: typeof named === 'string' ? named : username,
			detail: facts
		};
	});
}
