import { fail, redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { AppError } from '$lib/server/errors.ts';
import { page, readForm } from '$lib/server/http/answer.ts';
import { daysOfKey } from '$lib/server/keys/by-day.ts';
import { ownKey, renameKey } from '$lib/server/keys/store.ts';
import { sessionOf } from '../../../settings/access.server.ts';
import { cookbook } from '../../cookbook.server.ts';
import { revoke } from '../../revoke.server.ts';
import { isLiving } from '../../tool-key.ts';
import { accountsOf, toolKeys } from '../../tool-keys.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Days that are told one by one. */
const DAYS = 14;
const REFUSALS = 20;
/** Stands for the key, which nobody can read again. */
const PLACEHOLDER = '$MOORING_KEY';

/** One key: what it may do, how it was used, what was refused and why. */
export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const app = getApp();
		const { creatorId } = sessionOf(event);
		const stored = await ownKey(app.db, creatorId, event.params.id);
		const accounts = await accountsOf(app, creatorId);
		await app.keys.flush();
		const now = Date.now();
		const realNow = new Date(now).toISOString();
		const [key] = await toolKeys(app, [stored], accounts);
		if (!key) throw new Error('a key without a view');
		const refusals = await app.keys.refusalsOf(key.id);
		return {
			key,
			days: await daysOfKey(app.db, key.id, { now, length: DAYS }),
			refusals: refusals
				.slice(0, REFUSALS)
				.map(({ at, ...refused }) => ({ ...refused, at: new Date(at).toISOString() })),
			book: isLiving(key, realNow) ? cookbook(app, key, PLACEHOLDER) : null,
			realNow
		};
	});

export const actions: Actions = {
	rename: (event) =>
		page(event, async () => {
			const { creatorId } = sessionOf(event);
			const { id } = event.params;
			const text = (await readForm(event)).get('name');
			const typed = typeof text === 'string' ? text : '';
			try {
				await renameKey(getApp().db, creatorId, id, typed);
			} catch (error) {
				if (!(error instanceof AppError) || error.code !== 'invalid_request') throw error;
				return fail(400, { message: error.message, typed });
			}
			redirect(303, `/tools/keys/${id}`);
		}),

	revoke: (event) =>
		page(event, async () => {
			await revoke(event, event.params.id);
			redirect(303, `/tools/keys/${event.params.id}`);
		})
};
