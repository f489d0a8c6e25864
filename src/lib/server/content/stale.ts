import { days, minutes } from '../clock.ts';
import { longDay } from '../../format.ts';
import type { ContentDeps } from './deps.ts';
import type { StaleReason } from './post.ts';

/** How old the last good copy is when its creator is told. */
const TOLD_AFTER = days(1);

const WHY: Record<StaleReason, string> = {
	waiting: 'Mooring has not looked for new posts yet.',
	meta_unreachable: 'Meta cannot be reached, or does not answer as it should.',
	needs_reconnect: 'The account has to be connected again.',
	rate_limited: 'Meta lets nobody ask at the moment.',
	permission_missing: 'Meta does not permit reading posts.',
	locked: 'Mooring is locked.'
};

const dayOf = (time: number, now: number) =>
	longDay(new Date(time).toISOString(), 'UTC', new Date(now).toISOString());

type StaleDeps = Pick<ContentDeps, 'db' | 'tell' | 'renewal' | 'settings'>;

/** Tells creators, once, that their feeds have shown the last good copy for a day. */
export async function tellStale({ db, tell, renewal, settings }: StaleDeps): Promise<void> {
	const now = renewal.clock.now();
	const old = Math.max(TOLD_AFTER, 2 * minutes(settings.feedEveryMinutes));
	const rows = await db
		.selectFrom('contentSyncs')
		.innerJoin('connections', 'connections.id', 'contentSyncs.id')
		.select([
			'contentSyncs.id',
			'contentSyncs.failing',
			'contentSyncs.syncedAt',
			'connections.creatorId',
			'connections.username'
		])
		.where('contentSyncs.unwantedSince', 'is', null)
		.where('contentSyncs.staleToldAt', 'is', null)
		.where('contentSyncs.failing', 'is not', null)
		.where('connections.disconnectedAt', 'is', null)
		.where((eb) =>
			eb(eb.fn.coalesce('contentSyncs.syncedAt', 'contentSyncs.failingSince'), '<=', now - old)
		)
		.execute();
	for (const { id, failing, syncedAt, creatorId, username } of rows) {
		const shown =
			syncedAt === null
				? `The feeds of @${username} have no post yet.`
				: `The feeds of @${username} show the last good copy, from ${dayOf(syncedAt, now)}.`;
		await db.transaction().execute(async (trx) => {
			const noted = await trx
				.updateTable('contentSyncs')
				.set({ staleToldAt: now })
				.where('id', '=', id)
				.where('staleToldAt', 'is', null)
				.executeTakeFirst();
			if (noted.numUpdatedRows !== 1n) return;
			const sentence = `${shown} ${WHY[failing as StaleReason]}`;
			await tell(trx, { what: 'feed stale', creatorId, sentence });
		});
	}
}
