import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { audit } from '../audit/audit-log.ts';
import type { Schema } from '../database/schema.ts';
import { AppError, notFound } from '../errors.ts';
import { type Feed, feedOf } from './feed.ts';
import { readFeedName } from './name.ts';
import { readRules } from './rules.ts';
import { newSlug } from './slugs.ts';

/** As many as a connection may have, those that are off counted. */
export const MOST_FEEDS = 10;

/** Who does it, when on the clock of connections, and whence. */
export type Doing = { creatorId: string; at: number; address: string | null };

/** What is asked for; all of it is judged. */
export type WantedFeed = { connectionId: string; name?: string | undefined; rules?: unknown };

/**
 * Makes a feed that is on, at an address that nobody guesses.
 * @throws AppError invalid_request, not_found (no such connection of this creator), not_connected,
 * too_many
 */
export async function makeFeed(
	db: Kysely<Schema>,
	{ connectionId, name, rules }: WantedFeed,
	{ random, ...doing }: Doing & { random: (size: number) => Uint8Array }
): Promise<Feed> {
	const wanted = readRules(rules ?? {});
	const named = name === undefined ? null : readFeedName(name);
	return await db.transaction().execute(async (trx) => {
		const connection = await trx
			.selectFrom('connections')
			.select(['username', 'disconnectedAt'])
			.where('id', '=', connectionId)
			.where('creatorId', '=', doing.creatorId)
			.executeTakeFirst();
		if (!connection) throw notFound();
		if (connection.disconnectedAt !== null) {
			throw new AppError('not_connected', 'This account is disconnected. Connect it again first.');
		}
		await refuseTooMany(trx, connectionId);
		const row = {
			id: randomUUID(),
			connectionId,
			name: named ?? connection.username,
			slug: newSlug(random),
			enabled: 1 as const,
			rules: JSON.stringify(wanted),
			version: 1,
			createdAt: doing.at
		};
		await trx.insertInto('feeds').values(row).execute();
		const { id: feedId, slug } = row;
		await trx.insertInto('feedSlugs').values({ slug, feedId, since: doing.at }).execute();
		await noteFeed(trx, 'feed_made', row, doing);
		return feedOf(row);
	});
}

async function refuseTooMany(trx: Transaction<Schema>, connectionId: string) {
	const feeds = await trx
		.selectFrom('feeds')
		.select('id')
		.where('connectionId', '=', connectionId)
		.execute();
	if (feeds.length < MOST_FEEDS) return;
	throw new AppError(
		'too_many',
		`This account has ${String(MOST_FEEDS)} feeds already. Delete one before making another.`
	);
}

/** A line of the activity on a feed. */
export const noteFeed = (
	trx: Transaction<Schema>,
	kind: 'feed_made' | 'feed_changed' | 'feed_deleted',
	{ connectionId, id }: Pick<Feed, 'connectionId' | 'id'>,
	{ creatorId, at, address }: Doing,
	what?: 'on' | 'off' | 'address'
) =>
	audit(trx, {
		kind,
		at,
		creatorId,
		connectionId,
		detail: { feedId: id, ...(what && { what }) },
		address
	});
