import { getApp } from '$lib/server/app.ts';
import { answer } from '$lib/server/http/answer.ts';
import { ownConnection, ownConnectionView } from '$lib/server/http/connection-param.ts';
import { renewNow } from '$lib/server/renewal/renew-now.ts';
import type { RequestHandler } from './$types';

/** Renews now: `{ connection }` once Meta was asked, whatever it said. */
export const POST: RequestHandler = (event) =>
	answer(event, async () => {
		const app = getApp();
		const { id } = await ownConnection(event, app);
		await renewNow(app.renewal, id);
		return Response.json({ connection: await ownConnectionView(event, app) });
	});
