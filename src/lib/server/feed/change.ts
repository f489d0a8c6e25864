import type { Kysely, Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { AppError } from '../errors.ts';
import type { Feed } from './feed.ts';
import { ownFeed, slugsOf } from './find.ts';
import { type Doing, noteFeed } from './make.ts';
import { readFeedName } from './name.ts';
import { readRules } from './rules.ts';
import { readSlug, slugTaken } from './slugs.ts';

/** Every earlier slug goes on answering, so that there have to be bounds to them. */
const MOST_SLUGS = 20;

/** What is to be another; what is left out stays. */
export type FeedChange = {
	name?: string | undefined;
	slug?: string | undefined;
	enabled?: boolean | undefined;
	rules?: unknown;
};

/**
 * Changes a feed. A slug that it had before stays its own.
 * @throws AppError invalid_request, not_found, slug_taken, too_many
 */
export function changeFeed(
	db: Kysely<Schema>,
	id: string,
	change: FeedChange,
	doing: Doing
): Promise<Feed> {
	return db.transaction().execute(async (trx) => {
		const before = await ownFeed(trx, doing.creatorId, id);
		const after: Feed = {
			...before,
			name: change.name === undefined ? before.name : readFeedName(change.name),
			slug: change.slug === undefined ? before.slug : readSlug(change.slug),
			isOn: change.enabled ?? before.isOn,
			rules: change.rules === undefined ? before.rules : readRules(change.rules, before.rules),
			version: before.version + 1
		};
		if (after.slug !== before.slug) await takeSlug(trx, after, doing.at);
		const { name, slug, isOn, rules, version } = after;
		await trx
			.updateTable('feeds')
			.set({ name, slug, enabled: isOn ? 1 : 0, rules: JSON.stringify(rules), version })
			.where('id', '=', id)
			.execute();
		if (slug !== before.slug) await noteFeed(trx, 'feed_changed', after, doing, 'address');
		if (isOn !== before.isOn) {
			await noteFeed(trx, 'feed_changed', after, doing, isOn ? 'on' : 'off');
		}
		return after;
	});
}

async function takeSlug(trx: Transaction<Schema>, feed: Feed, since: number) {
	const { slug, id: feedId } = feed;
	const taken = await trx
		.selectFrom('feedSlugs')
		.select('feedId')
		.where('slug', '=', slug)
		.executeTakeFirst();
	if (taken && taken.feedId !== feedId) throw slugTaken();
	if (taken) return;
	if ((await slugsOf(trx, feed)).length > MOST_SLUGS) {
		throw new AppError(
			'too_many',
			`This feed has had ${String(MOST_SLUGS)} addresses. Go back to one of them, or make a new feed.`
		);
	}
	await trx.insertInto('feedSlugs').values({ slug, feedId, since }).execute();
}

/**
 * Deletes a feed with all that was decided in it.
 * @returns the slugs that answer no more
 * @throws AppError not_found
 */
export const deleteFeed = (db: Kysely<Schema>, id: string, doing: Doing): Promise<string[]> =>
	db.transaction().execute(async (trx) => {
		const feed = await ownFeed(trx, doing.creatorId, id);
		const slugs = await slugsOf(trx, feed);
		await trx.deleteFrom('feeds').where('id', '=', id).execute();
		await noteFeed(trx, 'feed_deleted', feed, doing);
		return slugs;
	});
