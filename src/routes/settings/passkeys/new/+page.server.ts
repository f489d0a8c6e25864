import { getApp } from '$lib/server/app.ts';
import { page } from '$lib/server/http/answer.ts';
import { partyHere } from '$lib/server/http/passkey-questions.ts';
import { mustBeFresh, sessionOf } from '../../access.server.ts';
import type { PageServerLoad } from './$types';

/** Where a passkey is added; the rest is done by `/api/passkeys`. */
export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const session = sessionOf(event);
		const { id } = partyHere(getApp());
		await mustBeFresh(session, '/settings/passkeys/new');
		return { rpId: id };
	});
