import { getApp } from '$lib/server/app.ts';
import { dropMark, setMark } from '$lib/server/feed/marks.ts';
import { answer, signedIn } from '$lib/server/http/answer.ts';
import type { RequestEvent, RequestHandler } from './$types';

/** Hides a post in this feed, now and after it was gone and came back: `{ feed }`. */
export const PUT: RequestHandler = (event) =>
	answer(event, async () => {
		const { db, feeds } = getApp();
		const feed = await setMark(db, markOf(event), Date.now());
		return Response.json({ feed: await feeds.view(feed) });
	});

/** Shows it again: `{ feed }`. */
export const DELETE: RequestHandler = (event) =>
	answer(event, async () => {
		const { db, feeds } = getApp();
		const feed = await dropMark(db, markOf(event));
		return Response.json({ feed: await feeds.view(feed) });
	});

const markOf = (event: RequestEvent) => {
	const { creatorId } = signedIn(event);
	return {
		creatorId,
		feedId: event.params.id,
		mediaId: event.params.media,
		mark: 'hidden' as const
	};
};
