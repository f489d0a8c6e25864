import type { Kysely, Transaction } from 'kysely';
import { audit } from '../../audit/audit-log.ts';
import { days } from '../../clock.ts';
import type { Schema } from '../../database/schema.ts';
import type { PostKind } from '../../database/tool-tables.ts';

/** A publish that only a look at Instagram can settle. */
export type UnclearPublish = {
	id: string;
	connectionId: string;
	username: string;
	/** The container. */
	creationId: string;
	kind: PostKind | null;
	/** Times in milliseconds, on the clock of connections. */
	sentAt: number;
	/** What Meta answered: `2`, `4/2207051`, `timeout`, … */
	why: string;
	/** The container says that it is published; only which post it became is not known. */
	isPublished: boolean;
	nextLookAt: number | null;
};

/** All that is unclear of a creator's connections, the latest first. */
export async function listUnclear(
	db: Kysely<Schema>,
	creatorId: string
): Promise<UnclearPublish[]> {
	const rows = await db
		.selectFrom('publishes')
		.innerJoin('connections', 'connections.id', 'publishes.connectionId')
		.selectAll('publishes')
		.select('connections.username')
		.where('connections.creatorId', '=', creatorId)
		.where('publishes.state', '=', 'unclear')
		.orderBy('publishes.claimedAt', 'desc')
		.execute();
	return rows.map((row) => ({
		id: row.id,
		connectionId: row.connectionId,
		username: row.username,
		creationId: row.creationId,
		kind: row.kind,
		sentAt: row.sentAt ?? row.claimedAt,
		why: row.why ?? 'no answer',
		isPublished: row.containerSays === 'PUBLISHED',
		nextLookAt: row.nextLookAt
	}));
}

/** What a person saw at Instagram. */
export type Seen = 'it is there' | 'it is not there';

/**
 * Ends what is unclear by what its creator saw: there, and it is never sent again; not there, and the
 * container is free for another try. It is written down either way.
 * @param doing `at`: the connections' clock, in milliseconds; `address`: of the browser
 * @returns false where it is no unclear publish of this creator
 */
export const settle = (
	db: Kysely<Schema>,
	creatorId: string,
	id: string,
	seen: Seen,
	doing: { at: number; address: string | null }
): Promise<boolean> =>
	db.transaction().execute(async (trx) => {
		const publish = await trx
			.selectFrom('publishes')
			.innerJoin('connections', 'connections.id', 'publishes.connectionId')
			.select(['publishes.id', 'publishes.connectionId'])
			.where('publishes.id', '=', id)
			.where('publishes.state', '=', 'unclear')
			.where('connections.creatorId', '=', creatorId)
			.executeTakeFirst();
		if (!publish) return false;
		await end(trx, publish.id, seen);
		const { connectionId } = publish;
		await audit(trx, {
			kind: 'publish_settled',
			creatorId,
			connectionId,
			detail: { seen },
			...doing
		});
		return true;
	});

async function end(trx: Transaction<Schema>, id: string, seen: Seen) {
	if (seen === 'it is not there') {
		await trx.deleteFrom('publishes').where('id', '=', id).execute();
		return;
	}
	await trx
		.updateTable('publishes')
		.set({ state: 'published', isTold: 1, nextLookAt: null })
		.where('id', '=', id)
		.execute();
}

/** A container lives a day; a repeat of what was published long ago Meta refuses by itself. */
export const CONTAINERS_KEPT = days(7);
export const PUBLISHED_KEPT = days(90);

/** Tidies; what is unclear stays until somebody has settled it. */
export async function dropOldPublishes(db: Kysely<Schema>, now: number): Promise<void> {
	await db
		.deleteFrom('containers')
		.where('madeAt', '<', now - CONTAINERS_KEPT)
		.execute();
	await db
		.deleteFrom('publishes')
		.where('state', '=', 'published')
		.where('claimedAt', '<', now - PUBLISHED_KEPT)
		.execute();
}
