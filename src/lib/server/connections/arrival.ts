import type { Kysely } from 'kysely';
import { minutes, seconds } from '../clock.ts';
import { listConnections } from './store.ts';
import type { Connection, Schema } from '../database/schema.ts';
import { ownerId } from '../creators/creator.ts';

/** How long the first connection is news. */
const NEWS_FOR = minutes(10);
/** What the first consent brought is stored with the creator, in one transaction. */
const AT_ONCE = seconds(5);

export type Arrival = { isOwner: boolean };

/**
 * Whether a creator has just come in: made within the last ten minutes, with one connection that
 * lives. null: it is no news any more.
 * @param now milliseconds on the clock of connections, which creators are written down by
 */
export const arrivalOf = (db: Kysely<Schema>, creatorId: string, now: number) =>
	newsOf(db, creatorId, now, ({ length }) => length === 1);

/** The same where the one consent that a creator came in with has brought several, and only those. */
export const arrivalOfSeveral = (db: Kysely<Schema>, creatorId: string, now: number) =>
	newsOf(
		db,
		creatorId,
		now,
		(connections, createdAt) =>
			connections.length > 1 &&
			connections.every(({ connectedAt }) => Math.abs(connectedAt - createdAt) < AT_ONCE)
	);

async function newsOf(
	db: Kysely<Schema>,
	creatorId: string,
	now: number,
	isNews: (connections: Connection[], createdAt: number) => boolean
): Promise<Arrival | null> {
	const { createdAt } = await db
		.selectFrom('creators')
		.select('createdAt')
		.where('id', '=', creatorId)
		.executeTakeFirstOrThrow();
	const age = now - createdAt;
	if (age < 0 || age >= NEWS_FOR) return null;
	const connections = await listConnections(db, creatorId);
	const doAllLive = connections.every(({ disconnectedAt }) => disconnectedAt === null);
	if (!doAllLive || !isNews(connections, createdAt)) return null;
	return { isOwner: (await ownerId(db)) === creatorId };
}
