import { randomBytes } from 'node:crypto';
import { getApp } from '$lib/server/app.ts';
import { AppError } from '$lib/server/errors.ts';
import { answer, signedIn } from '$lib/server/http/answer.ts';
import { doingIn } from '$lib/server/http/doing.ts';
import { readJson } from '$lib/server/http/read-json.ts';
import { keyView, keyViews } from '$lib/server/keys/key-view.ts';
import { listKeys, makeKey } from '$lib/server/keys/store.ts';
import { readWantedKey } from '$lib/server/keys/wanted-key.ts';
import { isProofFor } from '$lib/server/sessions/proof.ts';
import type { RequestHandler } from './$types';

/** `{ keys }` of the creator who is signed in, those that open something first. */
export const GET: RequestHandler = (event) =>
	answer(event, async () => {
		const { db, keys } = getApp();
		const stored = await listKeys(db, signedIn(event).creatorId, Date.now());
		return Response.json({ keys: await keyViews(keys, stored) });
	});

/** Makes a key, after a fresh proof: `{ key, secret }`, 201. The secret is shown this once. */
export const POST: RequestHandler = (event) =>
	answer(event, async () => {
		const app = getApp();
		const session = signedIn(event);
		if (!(await isProofFor(app.db, session, '/tools/keys/new'))) throw notConfirmed();
		const wanted = { ...readWantedKey(await readJson(event)), creatorId: session.creatorId };
		const doing = { ...doingIn(event, app), random: randomBytes };
		const { key, secret } = await makeKey(app.db, wanted, doing);
		const view = keyView(key, { calls: 0, refused: 0, lastUsedAt: null });
		return Response.json({ key: view, secret }, { status: 201 });
	});

const notConfirmed = () =>
	new AppError(
		'not_confirmed',
		'Confirm first that it is you: your proof is older than ten minutes.'
	);
