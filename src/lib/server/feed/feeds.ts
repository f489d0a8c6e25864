import type { ContentState } from '../content/post.ts';
import { readState } from '../content/store.ts';
import { notFound } from '../errors.ts';
import type { FeedView } from '../../view.ts';
import type { FeedAnswer, FeedRequest } from './answer.ts';
import { feedCounts } from './counts.ts';
import type { Feed } from './feed.ts';
import { feedServer, type ServeDeps } from './serve.ts';
import { feedView } from './view.ts';

export type Feeds = ReturnType<typeof openFeeds>;

/** What the running app has of feeds: what serves them, and how each is. */
export function openFeeds(deps: ServeDeps) {
	const { answer, quickly } = feedServer(deps);
	const count = feedCounts(deps.realNow);
	const at = () => ({
		now: deps.clock.now(),
		every: deps.every,
		isLocked: deps.isLocked(),
		origin: deps.origin
	});

	async function stateOf({ connectionId }: Feed): Promise<ContentState> {
		const state = await readState(deps.db, connectionId);
		// Deleted with its connection, at this very moment.
		if (!state) throw notFound();
		return state;
	}

	return {
		answer,
		count,
		/**
		 * Answers without looking at anything, where nothing can have changed; null: `answer` has to.
		 * @param client what the address that asks is counted by
		 */
		quickly(request: FeedRequest, client: string): FeedAnswer | null {
			const found = quickly(request);
			return found && count('document', client).isAllowed ? found : null;
		},
		stateOf,
		/** @throws AppError not_found where it is gone meanwhile */
		view: async (feed: Feed): Promise<FeedView> => feedView(feed, await stateOf(feed), at())
	};
}
