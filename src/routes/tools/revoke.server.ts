import type { RequestEvent } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { clientAddress } from '$lib/server/http/answer.ts';
import { revokeKey } from '$lib/server/keys/store.ts';
import { sessionOf } from '../settings/access.server.ts';

/**
 * Ends a key of this creator, and the calls that are under way with it.
 * @throws AppError not_found
 */
export async function revoke(event: RequestEvent, id: string) {
	const { db, keys, clock } = getApp();
	const { creatorId } = sessionOf(event);
	await revokeKey(db, creatorId, id, {
		now: Date.now(),
		at: clock.now(),
		address: clientAddress(event)
	});
	keys.end(id);
}
