import { getApp } from '$lib/server/app.ts';
import { answer } from '$lib/server/http/answer.ts';
import { ownConnection } from '$lib/server/http/connection-param.ts';
import { refreshes } from '$lib/server/renewal/ledger.ts';
import type { RequestHandler } from './$types';

/** The ledger: `{ refreshes }`, newest first, the last 100. */
export const GET: RequestHandler = (event) =>
	answer(event, async () => {
		const app = getApp();
		const { id } = await ownConnection(event, app);
		return Response.json({ refreshes: await refreshes(app.db, id) });
	});
