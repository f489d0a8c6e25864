import { getApp } from '$lib/server/app.ts';
import { readCreator } from '$lib/server/creators/creator.ts';
import { creationOptions } from '$lib/server/creators/passkey-ceremony.ts';
import { credentialsOf } from '$lib/server/creators/passkeys.ts';
import { answer, signedIn } from '$lib/server/http/answer.ts';
import { ask, partyHere } from '$lib/server/http/passkey-questions.ts';
import { mustHaveProved } from '../proved.server.ts';
import type { RequestHandler } from './$types';

/** Begins a new passkey: `{ options }` for the browser, after a fresh proof. */
export const POST: RequestHandler = (event) =>
	answer(event, async () => {
		const app = getApp();
		const session = signedIn(event);
		const party = partyHere(app);
		await mustHaveProved(app, session);
		const { creatorId } = session;
		const name = (await readCreator(app.db, creatorId))?.identities[0]?.username ?? 'Mooring';
		const known = await credentialsOf(app.db, creatorId, party.id);
		const challenge = await ask(event, app, 'add');
		const options = await creationOptions(party, { id: creatorId, name, known }, challenge);
		return Response.json({ options });
	});
