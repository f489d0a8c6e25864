import { testChannel } from '$lib/server/alerts/test-channel.ts';
import { getApp } from '$lib/server/app.ts';
import { answer, signedIn } from '$lib/server/http/answer.ts';
import type { RequestHandler } from './$types';

/** Sends a test: `{ channel }` once it was tried, whatever came of it. */
export const POST: RequestHandler = (event) =>
	answer(event, async () => {
		const { creatorId } = signedIn(event);
		const { channels } = getApp().alerts;
		return Response.json({ channel: await testChannel(channels, creatorId, event.params.id) });
	});
