import type { RequestEvent } from '@sveltejs/kit';
import { type App, getApp } from '$lib/server/app.ts';
import { audit } from '$lib/server/audit/audit-log.ts';
import {
	checkAnswer,
	credentialIdIn,
	unknownPasskey
} from '$lib/server/creators/passkey-ceremony.ts';
import { findPasskey, notePasskeyUse } from '$lib/server/creators/passkeys.ts';
import { notAsked } from '$lib/server/creators/passkey-questions.ts';
import { AppError } from '$lib/server/errors.ts';
import { answer, clientAddress } from '$lib/server/http/answer.ts';
import { startSession } from '$lib/server/http/attempt-cookies.ts';
import { partyHere, readAnswer } from '$lib/server/http/passkey-questions.ts';
import { endSession } from '$lib/server/sessions/session-list.ts';
import type { RequestHandler } from './$types';

/**
 * Signs in by the passkey that answers `/api/sign-in/options`: 204 with a new session, which counts
 * as a proof. Who is signed in proves by it who it is: the new session takes the place of the old.
 * Needs neither Meta nor the key of the tokens.
 */
export const POST: RequestHandler = (event) =>
	answer(event, async () => {
		const app = getApp();
		const { answer: given, challenge } = await readAnswer(event, app, 'prove');
		try {
			await signIn(event, app, given, challenge);
		} catch (error) {
			if (error instanceof AppError) await note(event, app, error.code);
			throw error;
		}
		return new Response(null, { status: 204 });
	});

/** Checks first, writes after. @throws AppError passkey_refused */
async function signIn(event: RequestEvent, app: App, given: unknown, challenge: string) {
	const { db } = app;
	const { session } = event.locals;
	const passkey = await findPasskey(db, credentialIdIn(given) ?? '');
	if (!passkey || (session && session.creatorId !== passkey.creatorId)) throw unknownPasskey();
	const counter = await checkAnswer(partyHere(app), challenge, given, passkey);
	if (!(await notePasskeyUse(db, passkey, counter, Date.now()))) throw unknownPasskey();
	const { creatorId } = passkey;
	// Whoever signed out in the meantime stays signed out.
	if (session && !(await endSession(db, creatorId, session.hash))) throw notAsked();
	await startSession(event, app, creatorId, 'passkey');
	await audit(db, {
		kind: session ? 'reauthenticated' : 'signed_in',
		at: app.clock.now(),
		creatorId,
		detail: { by: 'passkey' },
		address: clientAddress(event)
	});
}

const note = (event: RequestEvent, { db, clock }: App, why: string) =>
	audit(db, {
		kind: 'sign_in_refused',
		at: clock.now(),
		creatorId: event.locals.session?.creatorId ?? null,
		detail: { why },
		address: clientAddress(event)
	});
