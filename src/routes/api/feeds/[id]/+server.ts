import { getApp } from '$lib/server/app.ts';
import { changeFeed, deleteFeed } from '$lib/server/feed/change.ts';
import { ownFeed } from '$lib/server/feed/find.ts';
import { readFeedChange } from '$lib/server/feed/typed.ts';
import { answer, signedIn } from '$lib/server/http/answer.ts';
import { beginSync } from '$lib/server/http/begin-sync.ts';
import { doingFeed } from '$lib/server/http/doing.ts';
import { readJson } from '$lib/server/http/read-json.ts';
import type { RequestHandler } from './$types';

/** `{ feed }`, with how fresh it is. */
export const GET: RequestHandler = (event) =>
	answer(event, async () => {
		const { db, feeds } = getApp();
		const feed = await ownFeed(db, signedIn(event).creatorId, event.params.id);
		return Response.json({ feed: await feeds.view(feed) });
	});

/** Changes name, slug, rules, or switches it on or off: `{ feed }`. */
export const PATCH: RequestHandler = (event) =>
	answer(event, async () => {
		const app = getApp();
		const doing = doingFeed(event, app);
		const change = readFeedChange(await readJson(event));
		const feed = await changeFeed(app.db, event.params.id, change, doing);
		// Older posts may be wanted now, or it was off and nobody has looked.
		if (change.rules !== undefined || change.enabled === true) beginSync(app, feed);
		return Response.json({ feed: await app.feeds.view(feed) });
	});

/** Deletes a feed: `{ removed, slugs }`; addresses with these slugs answer no more. */
export const DELETE: RequestHandler = (event) =>
	answer(event, async () => {
		const app = getApp();
		const { id } = event.params;
		const slugs = await deleteFeed(app.db, id, doingFeed(event, app));
		return Response.json({ removed: id, slugs });
	});
