import { getApp } from '$lib/server/app.ts';
import { readCreator } from '$lib/server/creators/creator.ts';
import { notSignedIn } from '$lib/server/errors.ts';
import { answer, signedIn } from '$lib/server/http/answer.ts';
import type { RequestHandler } from './$types';

/** Who is signed in: `{ creator }`. */
export const GET: RequestHandler = (event) =>
	answer(event, async () => {
		const creator = await readCreator(getApp().db, signedIn(event).creatorId);
		if (!creator) throw notSignedIn();
		return Response.json({ creator });
	});
