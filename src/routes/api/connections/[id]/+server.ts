import type { RequestHandler } from './$types';
import { getApp } from '$lib/server/app.ts';
import { answer } from '$lib/server/http/answer.ts';
import { disconnectOwn, ownConnectionView } from '$lib/server/http/connection-param.ts';

/** `{ connection }`. */
export const GET: RequestHandler = (event) =>
	answer(event, async () =>
		Response.json({ connection: await ownConnectionView(event, getApp()) })
	);

/** Disconnects: `{ connection, revocation }`, whatever Meta said. With `?erase=1` kept posts go too. */
export const DELETE: RequestHandler = (event) =>
	answer(event, async () => {
		const app = getApp();
		const revocation = await disconnectOwn(event, app, {
			erases: event.url.searchParams.get('erase') === '1'
		});
		return Response.json({ connection: await ownConnectionView(event, app), revocation });
	});
