import { getApp } from '$lib/server/app.ts';
import { dropMark, type Mark, setMark } from '$lib/server/feed/marks.ts';
import { answer, signedIn } from '$lib/server/http/answer.ts';
import type { RequestEvent } from '@sveltejs/kit';

type MarkEvent = RequestEvent<{ id: string; media: string }>;

/** What puts a mark on a post in a feed, and what takes it away again; both answer `{ feed }`. */
export function marking(mark: Mark) {
	const whose = (event: MarkEvent) => ({
		creatorId: signedIn(event).creatorId,
		feedId: event.params.id,
		mediaId: event.params.media,
		mark
	});
	return {
		PUT: (event: MarkEvent) =>
			answer(event, async () => {
				const { db, feeds } = getApp();
				const feed = await setMark(db, whose(event), Date.now());
				return Response.json({ feed: await feeds.view(feed) });
			}),
		DELETE: (event: MarkEvent) =>
			answer(event, async () => {
				const { db, feeds } = getApp();
				const feed = await dropMark(db, whose(event));
				return Response.json({ feed: await feeds.view(feed) });
			})
	};
}
