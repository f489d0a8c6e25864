import { randomBytes, randomUUID } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { AppError } from '$lib/server/errors.ts';
import { page, readForm } from '$lib/server/http/answer.ts';
import { doingIn } from '$lib/server/http/doing.ts';
import { makeKey } from '$lib/server/keys/store.ts';
import { confirmAddress } from '$lib/server/proof-pages.ts';
import { isProofFor } from '$lib/server/sessions/proof.ts';
import { mustBeFresh, sessionOf } from '../../../settings/access.server.ts';
import { cookbook } from '../../cookbook.server.ts';
import { accountsOf, offeredActions, toolKeys } from '../../tool-keys.server.ts';
import type { KeyFormData } from './key-form.ts';
import { once } from '../../../once.server.ts';
import { PRESETS } from './presets.ts';
import { judgeTyped, readTyped, type Wish } from './typed.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** The form for a key; `?token` is the one for the Instagram token itself. */
export const load: PageServerLoad = async (event) => {
	const app = getApp();
	const session = sessionOf(event);
	const accounts = await accountsOf(app, session.creatorId);
	const query = event.url.searchParams;
	const address = addressOf(query);
	const preset = PRESETS.find(({ id }) => id === query.get('preset'));
	const now = Date.now();
	const form: KeyFormData = {
		isToken: isForToken(query),
		accounts,
		actions: offeredActions(),
		typed: {
			name: '',
			connections: accounts.length === 1 ? accounts.map(({ id }) => id) : [],
			actions: preset?.actions ?? [],
			expiry: 'none',
			date: ''
		},
		fault: null,
		once: randomUUID(),
		earliest: dayOf(now),
		latest: dayOf(now, 2)
	};
	return {
		form,
		confirmHref: (await isProofFor(app.db, session, address)) ? null : confirmAddress(address)
	};
};

export const actions: Actions = {
	/** Makes the key; it stands in this answer and nowhere else. */
	default: (event) =>
		page(event, async () => {
			const app = getApp();
			const session = sessionOf(event);
			await mustBeFresh(session, addressOf(event.url.searchParams));
			const fields = await readForm(event);
			const typed = readTyped(fields);
			const accounts = await accountsOf(app, session.creatorId);
			const judged = judgeTyped(typed, {
				own: new Set(accounts.map(({ id }) => id)),
				isToken: isForToken(event.url.searchParams),
				now: Date.now()
			});
			if ('fault' in judged) return fail(400, { typed, fault: judged.fault });
			try {
				const form = fields.get('form');
				// What was not sent by a form of ours is a wish of its own.
				return await made(event, judged.wish, typeof form === 'string' ? form : randomUUID());
			} catch (error) {
				if (!(error instanceof AppError)) throw error;
				const fault = { field: 'all' as const, sentence: error.message };
				return fail(error.status, { typed, fault });
			}
		})
};

async function made(event: RequestEvent, wish: Wish, form: string) {
	const app = getApp();
	const { creatorId } = sessionOf(event);
	let shown: Awaited<ReturnType<typeof makeKey>> | undefined;
	const { isNew, id } = await once(`${creatorId} ${form}`, async () => {
		const doing = { ...doingIn(event, app), random: randomBytes };
		shown = await makeKey(app.db, { creatorId, ...wish }, doing);
		return shown.key.id;
	});
	if (!isNew || !shown) redirect(303, `/tools/keys/${id}`);
	const [key] = await toolKeys(app, [shown.key], await accountsOf(app, creatorId));
	const book = key ? cookbook(app, key, shown.secret) : null;
	return { made: { name: shown.key.name, secret: shown.secret, book } };
}

const isForToken = (query: URLSearchParams) => query.has('token');
const addressOf = (query: URLSearchParams) =>
	isForToken(query) ? '/tools/keys/new?token' : '/tools/keys/new';

/** YYYY-MM-DD in UTC, so many years later. */
function dayOf(now: number, yearsLater = 0) {
	const date = new Date(now);
	date.setUTCFullYear(date.getUTCFullYear() + yearsLater);
	return date.toISOString().slice(0, 10);
}
