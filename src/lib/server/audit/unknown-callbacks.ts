import type { Kysely } from 'kysely';
import { minutes } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import { audit } from './audit-log.ts';

/**
 * Writes down that an answer of Meta arrived that nobody here had asked for. Who asks again and
 * again fills no disk: one address has one line a minute, with a count.
 */
export function noteUnknownCallback(
	db: Kysely<Schema>,
	{ at, address }: { at: number; address: string | null }
): Promise<void> {
	return db.transaction().execute(async (trx) => {
		const latest = await trx
			.selectFrom('auditLog')
			.select(['id', 'detail'])
			.where('kind', '=', 'callbacks_unknown')
			.where('at', '>', at - minutes(1))
			.where('at', '<=', at)
			.where('address', 'is', address)
			.orderBy('id', 'desc')
			.limit(1)
			.executeTakeFirst();
		if (!latest) {
			await audit(trx, { kind: 'callbacks_unknown', at, detail: { count: 1 }, address });
			return;
		}
		const { count } = JSON.parse(latest.detail) as { count: number };
		await trx
			.updateTable('auditLog')
			.set({ detail: JSON.stringify({ count: count + 1 }) })
			.where('id', '=', latest.id)
			.execute();
	});
}
