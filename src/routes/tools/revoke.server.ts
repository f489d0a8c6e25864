import type { RequestEvent } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { doingIn } from '$lib/server/http/doing.ts';
import { revokeKey } from '$lib/server/keys/store.ts';
import { sessionOf } from '../settings/access.server.ts';

/**
 * Ends a key of this creator, and the calls that are under way with it.
 * @throws AppError not_found
 */
export async function revoke(event: RequestEvent, id: string) {
	const app = getApp();
	const { creatorId } = sessionOf(event);
	await revokeKey(app.db, creatorId, id, doingIn(event, app));
	app.keys.end(id);
}
