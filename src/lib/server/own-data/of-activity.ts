import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { LEAVES } from './tables.ts';
import { parsed, told } from './told.ts';

/** So many lines are read at a time. */
const AT_ONCE = 500;

/** The creator's lines of the audit log, the oldest first; renewals stand with their connections. */
export async function* activityPart(db: Kysely<Schema>, creatorId: string) {
	for (let last = 0; ;) {
		const rows = await db
			.selectFrom('auditLog')
			.select([...LEAVES.auditLog, 'id'])
			.where('creatorId', '=', creatorId)
			.where('id', '>', last)
			.orderBy('id')
			.limit(AT_ONCE)
			.execute();
		for (const { id, detail, ...row } of rows) {
			last = id;
			yield { ...told(row), detail: parsed(detail) };
		}
		if (rows.length < AT_ONCE) return;
	}
}
