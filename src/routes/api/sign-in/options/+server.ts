import { getApp } from '$lib/server/app.ts';
import { requestOptions } from '$lib/server/creators/passkey-ceremony.ts';
import { credentialsOf, isAnyPasskeyAt } from '$lib/server/creators/passkeys.ts';
import { notFound } from '$lib/server/errors.ts';
import { answer } from '$lib/server/http/answer.ts';
import { ask, partyHere } from '$lib/server/http/passkey-questions.ts';
import type { RequestHandler } from './$types';

/**
 * Begins a sign-in by passkey, or a proof of who is signed in: `{ options }` for the browser. Nobody
 * is told whose passkeys there are.
 */
export const POST: RequestHandler = (event) =>
	answer(event, async () => {
		const app = getApp();
		const party = partyHere(app);
		if (!(await isAnyPasskeyAt(app.db, party.id))) throw notFound();
		const { session } = event.locals;
		const known = session ? await credentialsOf(app.db, session.creatorId, party.id) : [];
		const challenge = await ask(event, app, 'prove');
		return Response.json({ options: await requestOptions(party, known, challenge) });
	});
