import type { FeedView } from '../../view.ts';
import type { ContentState } from '../content/post.ts';
import type { Feed } from './feed.ts';
import { addressesOf } from './places.ts';
import { stalenessOf } from './staleness.ts';

export type At = { now: number; every: number; isLocked: boolean; origin: URL };

/** A feed as its creator sees it. */
export function feedView(feed: Feed, state: ContentState, at: At): FeedView {
	const { id, slug, name, connectionId, isOn, rules } = feed;
	const { staleSince, reason } = stalenessOf(state, at);
	return {
		id,
		slug,
		name,
		connectionId,
		enabled: isOn,
		rules,
		addresses: addressesOf(at.origin, slug),
		syncedAt: isoOf(state.syncedAt),
		staleSince: isoOf(staleSince),
		reason
	};
}

const isoOf = (time: number | null) => (time === null ? null : new Date(time).toISOString());
