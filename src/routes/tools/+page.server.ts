import { redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { page, readForm } from '$lib/server/http/answer.ts';
import { listKeys } from '$lib/server/keys/store.ts';
import { sessionOf } from '../settings/access.server.ts';
import { revoke } from './revoke.server.ts';
import { accountsOf, toolKeys } from './tool-keys.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The keys of a creator. */
export const load: PageServerLoad = async (event) => {
	const app = getApp();
	const { creatorId } = sessionOf(event);
	const now = Date.now();
	const accounts = await accountsOf(app, creatorId);
	return {
		keys: await toolKeys(app, await listKeys(app.db, creatorId, now), accounts),
		hasConnections: accounts.length > 0,
		realNow: new Date(now).toISOString()
	};
};

export const actions: Actions = {
	/** Ends a key at once. */
	revoke: (event) =>
		page(event, async () => {
			const key = (await readForm(event)).get('key');
			await revoke(event, typeof key === 'string' ? key : '');
			redirect(303, '/tools');
		})
};
