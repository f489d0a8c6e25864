import type { ContentState, StaleReason } from '../content/post.ts';

export type Staleness = {
	/** The last good sync, if it is too long ago; null: the feed is fresh, or there was none yet. */
	staleSince: number | null;
	reason: StaleReason | null;
};

/**
 * How old what a feed shows is. It is stale when the last good sync is older than twice the interval;
 * nobody has tried yet where nothing failed. That Mooring is locked says more than anything else.
 * @param at `now` on the clock of connections, `every` the interval of syncs, both in milliseconds
 */
export function stalenessOf(
	{ syncedAt, failing }: Pick<ContentState, 'syncedAt' | 'failing'>,
	{ now, every, isLocked }: { now: number; every: number; isLocked: boolean }
): Staleness {
	if (syncedAt !== null && now - syncedAt <= 2 * every) return { staleSince: null, reason: null };
	return { staleSince: syncedAt, reason: isLocked ? 'locked' : (failing ?? 'waiting') };
}

/** Until when the age that is told stays as it is, if nothing else happens. */
export const freshUntil = (
	{ syncedAt }: Pick<ContentState, 'syncedAt'>,
	{ now, every }: { now: number; every: number }
): number => (syncedAt !== null && now - syncedAt <= 2 * every ? syncedAt + 2 * every : Infinity);
