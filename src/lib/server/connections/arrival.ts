import type { Kysely } from 'kysely';
import { minutes } from '../clock.ts';
import { listConnections } from './store.ts';
import type { Schema } from '../database/schema.ts';
import { ownerId } from '../creators/creator.ts';

/** How long the first connection is news. */
const NEWS_FOR = minutes(10);

/**
 * Whether a creator has just come in: made within the last ten minutes, with one connection that
 * lives. null: it is no news any more.
 * @param now milliseconds on the clock of connections, which creators are written down by
 */
export async function arrivalOf(
	db: Kysely<Schema>,
	creatorId: string,
	now: number
): Promise<{ isOwner: boolean } | null> {
	const { createdAt } = await db
		.selectFrom('creators')
		.select('createdAt')
		.where('id', '=', creatorId)
		.executeTakeFirstOrThrow();
	const age = now - createdAt;
	if (age < 0 || age >= NEWS_FOR) return null;
	const [only, ...others] = await listConnections(db, creatorId);
	if (only?.disconnectedAt !== null || others.length > 0) return null;
	return { isOwner: (await ownerId(db)) === creatorId };
}
