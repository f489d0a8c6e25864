import type { RequestHandler } from './$types';
import { getApp } from '$lib/server/app.ts';
import { connectionView } from '$lib/server/connections/health.ts';
import { listConnections } from '$lib/server/connections/store.ts';
import { answer, signedIn } from '$lib/server/http/answer.ts';

/** `{ connections }` of the creator who is signed in. */
export const GET: RequestHandler = (event) =>
	answer(event, async () => {
		const { db, clock, vault } = getApp();
		const rows = await listConnections(db, signedIn(event).creatorId);
		const at = { now: clock.now(), isLocked: vault.isLocked };
		return Response.json({ connections: rows.map((row) => connectionView(row, at)) });
	});
