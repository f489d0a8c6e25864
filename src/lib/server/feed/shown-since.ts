import type { Kysely } from 'kysely';
import type { FeedShownTable } from '../database/feed-tables.ts';
import type { Schema } from '../database/schema.ts';

export type Format = FeedShownTable['format'];

/**
 * Since when a format of a feed is as it is, by the hash of its text; what is new is written down, so
 * that a restart moves nothing. Where that cannot be (a full disk), it is so from now on.
 * @param now real time in milliseconds
 */
export async function shownSince(
	db: Kysely<Schema>,
	{ feedId, format }: { feedId: string; format: Format },
	hash: string,
	now: number
): Promise<number> {
	const known = await db
		.selectFrom('feedShown')
		.select(['hash', 'changedAt'])
		.where('feedId', '=', feedId)
		.where('format', '=', format)
		.executeTakeFirst();
	if (known?.hash === hash) return known.changedAt;
	// Never backwards, whatever the clock does: who has the later one would be told that nothing changed.
	const changedAt = Math.max(now, (known?.changedAt ?? 0) + 1000);
	const row = { hash, changedAt };
	await db
		.insertInto('feedShown')
		.values({ feedId, format, ...row })
		.onConflict((conflict) => conflict.columns(['feedId', 'format']).doUpdateSet(row))
		.execute()
		.catch(() => undefined);
	return changedAt;
}
