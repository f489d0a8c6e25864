import { mustBeFresh, sessionOf } from '../access.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { getApp } from '$lib/server/app.ts';
import { listConnections } from '$lib/server/connections/store.ts';
import { ownerId } from '$lib/server/creators/creator.ts';
import { removalWords, removeCreator } from '$lib/server/deletion/remove-creator.ts';
import { notFound } from '$lib/server/errors.ts';
import { page } from '$lib/server/http/answer.ts';
import { dropCookie } from '$lib/server/http/cookies.ts';

/** The question before a creator deletes all that is theirs. An instance is never without owner. */
export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { creatorId } = await leaving(event);
		return { connectionCount: (await listConnections(getApp().db, creatorId)).length };
	});

export const actions: Actions = {
	default: (event) =>
		page(event, async () => {
			const app = getApp();
			const { creatorId } = await leaving(event);
			const removal = await removeCreator(app, creatorId, { by: 'self' });
			if (!removal) throw notFound();
			dropCookie(event.cookies, app.settings.origin, 'session');
			return { ok: true, message: removalWords(removal) };
		})
};

async function leaving(event: Parameters<PageServerLoad>[0] | Parameters<Actions[string]>[0]) {
	const session = sessionOf(event);
	if ((await ownerId(getApp().db)) === session.creatorId) throw notFound();
	await mustBeFresh(session, '/settings/delete');
	return session;
}
