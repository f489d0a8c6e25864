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
		.selectFrom('audit_log')
		.leftJoin('connections', (join) =>
			join
				.onRef('connections.id', '=', 'audit_log.connection_id')
				.on('connections.creator_id', '=', creatorId)
		)
		.select([
			'audit_log.id',
			'audit_log.at',
			'audit_log.kind',
			'audit_log.creator_id as creatorId',
			'audit_log.connection_id as connectionId',
			'audit_log.detail',
			'audit_log.address',
			'connections.username'
		])
		.where('audit_log.at', '>', since)
		.where((eb) => {
			const own = eb('audit_log.creator_id', '=', creatorId);
			if (!isOwner) return own;
			return eb.or([
				own,
				eb('audit_log.creator_id', 'is', null),
				eb('audit_log.kind', 'in', OWNERS_BUSINESS)
			]);
		})
		.$if(group !== null, (query) =>
			query.where('audit_log.kind', 'in', group === null ? [] : [...GROUPS[group]])
		)
		.$if(connectionId !== null, (query) =>
			query.where('audit_log.connection_id', '=', connectionId)
		)
		.where(comesAfter('audit_log', 'audit', before))
		.orderBy('audit_log.at', 'desc')
		.orderBy('audit_log.id', 'desc')
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
