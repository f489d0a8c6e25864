import { getApp } from '$lib/server/app.ts';
import { readCreator } from '$lib/server/creators/creator.ts';
import { notSignedIn } from '$lib/server/errors.ts';
import { answer, signedIn } from '$lib/server/http/answer.ts';
import type { RequestHandler } from './$types';

/** Who is signed in: `{ creator }`. */
export const GET: RequestHandler = (event) =>
	answer(event, async () => {
		const { db, remember } = getApp();
		const { creatorId } = signedIn(event);
		const creator = await remember(`creator ${creatorId}`, () => readCreator(db, creatorId));
		if (!creator) throw notSignedIn();
		return Response.json({ creator });
	});
