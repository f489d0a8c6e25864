import { getApp } from '$lib/server/app.ts';
import { audit } from '$lib/server/audit/audit-log.ts';
import { readNewPasskey } from '$lib/server/creators/passkey-ceremony.ts';
import { addPasskey } from '$lib/server/creators/passkeys.ts';
import { answer, clientAddress, signedIn } from '$lib/server/http/answer.ts';
import { partyHere, readAnswer } from '$lib/server/http/passkey-questions.ts';
import { deviceOf } from '$lib/server/sessions/device.ts';
import { mustHaveProved } from './proved.server.ts';
import type { RequestHandler } from './$types';

/** Keeps the passkey that a browser made for `/api/passkeys/options`: `{ passkey }`, 201. */
export const POST: RequestHandler = (event) =>
	answer(event, async () => {
		const app = getApp();
		const session = signedIn(event);
		const party = partyHere(app);
		await mustHaveProved(app, session);
		const { answer: given, challenge } = await readAnswer(event, app, 'add');
		const made = await readNewPasskey(party, challenge, given);
		const { creatorId } = session;
		const name = deviceOf(event.request.headers.get('user-agent'));
		const passkey = await addPasskey(app.db, creatorId, { ...made, name }, Date.now());
		await audit(app.db, {
			kind: 'passkey_added',
			at: app.clock.now(),
			creatorId,
			address: clientAddress(event)
		});
		return Response.json({ passkey }, { status: 201 });
	});
