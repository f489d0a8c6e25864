import { removeChannel } from '$lib/server/alerts/channels.ts';
import { getApp } from '$lib/server/app.ts';
import { notFound } from '$lib/server/errors.ts';
import { answer, signedIn } from '$lib/server/http/answer.ts';
import type { RequestHandler } from './$types';

/** Removes a channel with all that waits for it. */
export const DELETE: RequestHandler = (event) =>
	answer(event, async () => {
		const { creatorId } = signedIn(event);
		const { id } = event.params;
		if (!(await removeChannel(getApp().db, creatorId, id))) throw notFound();
		return Response.json({ removed: id });
	});
