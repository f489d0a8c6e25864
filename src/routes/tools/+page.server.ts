import { redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { clientAddress, page, readForm } from '$lib/server/http/answer.ts';
import { notFound } from '$lib/server/errors.ts';
import { listKeys } from '$lib/server/keys/store.ts';
import { listUnclear, type Seen, settle } from '$lib/server/relay/publish/unclear.ts';
import { sessionOf } from '../settings/access.server.ts';
import { revoke } from './revoke.server.ts';
import { accountsOf, toolKeys } from './tool-keys.server.ts';
import { unclearView } from './unclear.ts';
import type { Actions, PageServerLoad } from './$types';

/** The keys of a creator, and what their tools sent without knowing what came of it. */
export const load: PageServerLoad = async (event) => {
	const app = getApp();
	const { creatorId } = sessionOf(event);
	const now = Date.now();
	const accounts = await accountsOf(app, creatorId);
	return {
		keys: await toolKeys(app, await listKeys(app.db, creatorId, now), accounts),
		unclear: (await listUnclear(app.db, creatorId)).map(unclearView),
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
		}),

	/** What the creator saw at Instagram ends what is unclear. */
	settle: (event) =>
		page(event, async () => {
			const { creatorId } = sessionOf(event);
			const form = await readForm(event);
			const [id, seen] = [form.get('publish'), form.get('seen')];
			const saw = typeof seen === 'string' ? SEEN[seen] : undefined;
			if (typeof id !== 'string' || !saw) throw notFound();
			// What is settled by now, by the job or another click, needs nothing more.
			const app = getApp();
			const at = app.clock.now();
			await settle(app.db, creatorId, id, saw, { at, address: clientAddress(event) });
			redirect(303, '/tools');
		})
};

const SEEN: { [value: string]: Seen | undefined } = {
	there: 'it is there',
	absent: 'it is not there'
};
