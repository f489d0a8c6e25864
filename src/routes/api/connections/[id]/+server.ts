import { getApp } from '$lib/server/app.ts';
import { answer } from '$lib/server/http/answer.ts';
import { letGo } from '$lib/server/http/let-go.ts';
import { ownConnectionView } from '$lib/server/http/own-connection.ts';
import type { RequestHandler } from './$types';

/** `{ connection }`. */
export const GET: RequestHandler = (event) =>
	answer(event, async () =>
		Response.json({ connection: await ownConnectionView(event, getApp()) })
	);

/** Disconnects: `{ connection, revocation }`, whatever Meta said. */
export const DELETE: RequestHandler = (event) =>
	answer(event, async () => {
		const app = getApp();
		const revocation = await letGo(event, app);
		return Response.json({ connection: await ownConnectionView(event, app), revocation });
	});
