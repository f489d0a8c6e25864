import { fail, redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { audit } from '$lib/server/audit/audit-log.ts';
import { readPasskey, removePasskey, renamePasskey } from '$lib/server/creators/passkeys.ts';
import { typedName } from '$lib/server/creators/typed-name.ts';
import { notFound } from '$lib/server/errors.ts';
import { clientAddress, page, readForm } from '$lib/server/http/answer.ts';
import { mustBeFresh, sessionOf } from '../../access.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** One passkey of this creator: its name, and its removal. */
export const load: PageServerLoad = (event) =>
	page(event, async () => ({ passkey: (await ownPasskey(event)).passkey }));

export const actions: Actions = {
	rename: (event) =>
		page(event, async () => {
			const { creatorId, passkey } = await ownPasskey(event);
			const text = (await readForm(event)).get('name');
			const name = typedName(typeof text === 'string' ? text : '');
			if (name === null) return fail(400, { message: 'A name has 1 to 60 characters.' });
			await renamePasskey(getApp().db, creatorId, passkey.id, name);
			redirect(303, '/settings');
		}),

	remove: (event) =>
		page(event, async () => {
			const { db, clock } = getApp();
			const { creatorId, passkey } = await ownPasskey(event);
			if (!(await removePasskey(db, creatorId, passkey.id))) throw notFound();
			await audit(db, {
				kind: 'passkey_removed',
				at: clock.now(),
				creatorId,
				address: clientAddress(event)
			});
			redirect(303, '/settings');
		})
};

async function ownPasskey(event: RequestEvent | Parameters<PageServerLoad>[0]) {
	const session = sessionOf(event);
	const { id } = event.params;
	const passkey = await readPasskey(getApp().db, session.creatorId, id);
	if (!passkey) throw notFound();
	await mustBeFresh(session, `/settings/passkeys/${id}`);
	return { creatorId: session.creatorId, passkey };
}
