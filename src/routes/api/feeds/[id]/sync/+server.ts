import { getApp } from '$lib/server/app.ts';
import { ownFeed } from '$lib/server/feed/find.ts';
import { answer, signedIn } from '$lib/server/http/answer.ts';
import type { RequestHandler } from './$types';

/** Asks Meta for new posts now: `{ feed }` when that is over, with why it failed where it did. */
export const POST: RequestHandler = (event) =>
	answer(event, async () => {
		const app = getApp();
		const feed = await ownFeed(app.db, signedIn(event).creatorId, event.params.id);
		await app.content.syncNow(feed.connectionId);
		return Response.json({ feed: await app.feeds.view(feed) });
	});
