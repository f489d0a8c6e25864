import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { hours } from '../../clock.ts';
import type { Schema } from '../../database/schema.ts';
import type { Publish } from '../../database/tool-tables.ts';
import { isAlike, type Likeness } from './container.ts';
import type { PublishGuard, Publisher } from './guard.ts';

/**
 * How long a publish that ended without a program being told of it stands for one that is alike: a
 * client whose connection broke runs its whole job again.
 */
const UNTOLD_FOR = hours(6);

/** What is to be done with a call to publish a container. */
export type Claim =
	/** Nothing is in its way: it is ours to send. */
	| { is: 'ours'; publish: Publish }
	/** It was published, or `isOther`: one that it repeats was. */
	| { is: 'done'; publish: Publish; isOther: boolean }
	| { is: 'under way' }
	/** It, or one that is alike, may be there already. */
	| { is: 'to be judged'; publish: Publish };

/**
 * Writes down that a container is to be published, unless it was, or is, or may have been. What is
 * ours or to be judged is busy from then on.
 */
export function claimPublish(
	guard: PublishGuard,
	asked: { connection: Publisher; creationId: string; keyId: string | null }
): Promise<Claim> {
	const { busy, db } = guard;
	return db.transaction().execute(async (trx) => {
		const { creationId, keyId, connection } = asked;
		const rows = await inTheWay(trx, guard, asked);
		const own = rows.find((row) => row.creationId === creationId);
		const likeness = own ? null : await likenessIn(trx, connection.id, creationId);
		const row = own ?? rows.find((other) => likeness !== null && isLike(other, likeness));
		if (row && busy.has(row.id)) return { is: 'under way' };
		if (row?.state === 'published') {
			if (own) return { is: 'done', publish: own, isOther: false };
			const publish = { ...emptyPublish(asked), ...likeness, ...endOf(row) };
			await trx.insertInto('publishes').values(publish).execute();
			// It stands for one repetition only.
			guard.told.set(row.id, Date.now());
			return { is: 'done', publish, isOther: true };
		}
		if (row && row.state !== 'claimed') {
			busy.add(row.id);
			return { is: 'to be judged', publish: row };
		}
		// Claimed and not busy: whoever did so failed before anything was sent.
		if (row) await trx.deleteFrom('publishes').where('id', '=', row.id).execute();
		const publish = { ...emptyPublish({ connection, creationId, keyId }), ...likeness };
		publish.claimedAt = guard.clock.now();
		await trx.insertInto('publishes').values(publish).execute();
		busy.add(publish.id);
		return { is: 'ours', publish };
	});
}

/** This publish, and those of the connection that one like it may be the repetition of. */
async function inTheWay(
	db: Kysely<Schema>,
	{ clock, told }: PublishGuard,
	{ connection, creationId }: { connection: Publisher; creationId: string }
): Promise<Publish[]> {
	const rows = await db
		.selectFrom('publishes')
		.selectAll()
		.where('connectionId', '=', connection.id)
		.where((eb) =>
			eb.or([
				eb('creationId', '=', creationId),
				eb('state', '!=', 'published'),
				eb.and([eb('isTold', '=', 0), eb('claimedAt', '>', clock.now() - UNTOLD_FOR)])
			])
		)
		.orderBy('claimedAt', 'desc')
		.execute();
	return rows.filter(
		({ id, creationId: of, state }) => of === creationId || state !== 'published' || !told.has(id)
	);
}

async function likenessIn(
	db: Kysely<Schema>,
	connectionId: string,
	containerId: string
): Promise<Likeness | null> {
	const row = await db
		.selectFrom('containers')
		.select(['kind', 'captionHash', 'mediaHash'])
		.where('connectionId', '=', connectionId)
		.where('containerId', '=', containerId)
		.executeTakeFirst();
	return row ?? null;
}

const isLike = ({ kind, captionHash, mediaHash }: Publish, likeness: Likeness) =>
	kind !== null && isAlike({ kind, captionHash, mediaHash }, likeness);

/** How another publish ended, for one that was its repetition. */
const endOf = ({ state, sentAt, claimedAt, mediaId, containerSays }: Publish) => ({
	state,
	sentAt,
	claimedAt,
	mediaId,
	containerSays
});

const emptyPublish = (asked: {
	connection: Publisher;
	creationId: string;
	keyId: string | null;
}): Publish => ({
	id: randomUUID(),
	connectionId: asked.connection.id,
	creationId: asked.creationId,
	keyId: asked.keyId,
	kind: null,
	captionHash: null,
	mediaHash: null,
	state: 'claimed',
	claimedAt: 0,
	sentAt: null,
	knownMedia: null,
	mediaId: null,
	isTold: 0,
	why: null,
	containerSays: null,
	finishedAt: null,
	looks: 0,
	nextLookAt: null
});

/** Stores what became of a publish. */
export async function change(
	{ db }: PublishGuard,
	publish: Publish,
	facts: Partial<Publish>
): Promise<Publish> {
	await db.updateTable('publishes').set(facts).where('id', '=', publish.id).execute();
	return { ...publish, ...facts };
}

/** Nothing was published: the container is free for another try. */
export async function free({ db }: PublishGuard, { id }: Publish): Promise<void> {
	await db.deleteFrom('publishes').where('id', '=', id).execute();
}
