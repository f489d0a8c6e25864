import { randomBytes } from 'node:crypto';
import { getApp } from '$lib/server/app.ts';
import { listFeeds } from '$lib/server/feed/find.ts';
import { makeFeed } from '$lib/server/feed/make.ts';
import { readWantedFeed } from '$lib/server/feed/typed.ts';
import { answer, signedIn } from '$lib/server/http/answer.ts';
import { beginSync } from '$lib/server/http/begin-sync.ts';
import { doingFeed } from '$lib/server/http/doing.ts';
import { readJson } from '$lib/server/http/read-json.ts';
import type { RequestHandler } from './$types';

/** `{ feeds }` of the creator who is signed in, the oldest first. */
export const GET: RequestHandler = (event) =>
	answer(event, async () => {
		const { db, feeds } = getApp();
		const own = await listFeeds(db, signedIn(event).creatorId);
		return Response.json({ feeds: await Promise.all(own.map(feeds.view)) });
	});

/** Makes a feed: `{ feed }`, 201. Its first sync begins at once. */
export const POST: RequestHandler = (event) =>
	answer(event, async () => {
		const app = getApp();
		const doing = { ...doingFeed(event, app), random: randomBytes };
		const wanted = readWantedFeed(await readJson(event));
		const feed = await makeFeed(app.db, wanted, doing);
		beginSync(app, feed);
		return Response.json({ feed: await app.feeds.view(feed) }, { status: 201 });
	});
