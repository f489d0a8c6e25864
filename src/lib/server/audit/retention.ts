import type { Kysely } from 'kysely';
import { days } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import { GROUPS } from './groups.ts';

/** OWASP ASVS 5.0, 14.2.7: what is kept about people has an end. */
export const KEPT_FOR = days(400);

/** Strangers can write refusals as fast as they may ask: the oldest of those give way first. */
export const MOST_REFUSALS = 50_000;

/** Drops lines older than 400 days, and refusals of strangers beyond the newest 50,000. */
export async function dropOldActivity(db: Kysely<Schema>, now: number, most = MOST_REFUSALS) {
	await db
		.deleteFrom('auditLog')
		.where('at', '<=', now - KEPT_FOR)
		.execute();
	const tooMany = await db
		.selectFrom('auditLog')
		.select('id')
		.where('creatorId', 'is', null)
		.where('kind', 'in', [...GROUPS.refusals])
		.orderBy('id', 'desc')
		.limit(1)
		.offset(most)
		.executeTakeFirst();
	if (!tooMany) return;
	await db
		.deleteFrom('auditLog')
		.where('creatorId', 'is', null)
		.where('kind', 'in', [...GROUPS.refusals])
		.where('id', '<=', tooMany.id)
		.execute();
}
