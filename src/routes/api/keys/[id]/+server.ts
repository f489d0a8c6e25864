import { getApp } from '$lib/server/app.ts';
import { answer, signedIn } from '$lib/server/http/answer.ts';
import { doingIn } from '$lib/server/http/doing.ts';
import { readJson } from '$lib/server/http/read-json.ts';
import type { Key } from '$lib/server/keys/key.ts';
import { keyViews } from '$lib/server/keys/key-view.ts';
import { renameKey, revokeKey } from '$lib/server/keys/store.ts';
import { readNewName } from '$lib/server/keys/wanted-key.ts';
import type { RequestHandler } from './$types';

/** Renames: `{ key }`. Nothing else of a key can be changed. */
export const PATCH: RequestHandler = (event) =>
	answer(event, async () => {
		const { creatorId } = signedIn(event);
		const name = readNewName(await readJson(event));
		return view(await renameKey(getApp().db, creatorId, event.params.id, name));
	});

/** Revokes: `{ key }`, also where it was revoked before. Calls under way end with it. */
export const DELETE: RequestHandler = (event) =>
	answer(event, async () => {
		const app = getApp();
		const { creatorId } = signedIn(event);
		const key = await revokeKey(app.db, creatorId, event.params.id, doingIn(event, app));
		app.keys.end(key.id);
		return view(key);
	});

const view = async (key: Key) => Response.json({ key: (await keyViews(getApp().keys, [key]))[0] });
