import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
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

type Which = (eb: ExpressionBuilder<Schema, 'auditLog'>) => Expression<SqlBool>;

/** What this viewer may see, in parts that share no line: each of them has an index, together they have none. */
function partsFor({ creatorId, isOwner }: Viewer): Which[] {
	const own: Which = (eb) => eb('auditLog.creatorId', '=', creatorId);
	if (!isOwner) return [own];
	return [
		own,
		(eb) => eb('auditLog.creatorId', 'is', null),
		(eb) =>
			eb.and([
				eb('auditLog.kind', 'in', OWNERS_BUSINESS),
				eb('auditLog.creatorId', '!=', creatorId)
			])
	];
}

/** The newest lines of the audit log that this viewer may see, of each part as many as are asked for. */
export async function auditLines(
	db: Kysely<Schema>,
	viewer: Viewer,
	question: Question,
	bounds: Bounds
): Promise<Line[]> {
	const lines: Line[] = [];
	for (const which of partsFor(viewer)) {
		lines.push(...(await linesOf(db, viewer, question, bounds, which)));
	}
	return lines;
}

async function linesOf(
	db: Kysely<Schema>,
	{ creatorId }: Viewer,
	{ group, connectionId, before }: Question,
	{ since, limit }: Bounds,
	which: Which
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
		.where(which)
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
