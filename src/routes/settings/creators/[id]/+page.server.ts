import { getApp } from '$lib/server/app.ts';
import { listConnections } from '$lib/server/connections/store.ts';
import { readCreator } from '$lib/server/creators/creator.ts';
import { notFound } from '$lib/server/errors.ts';
import { page } from '$lib/server/http/answer.ts';
import { mustBeFresh, ownerSession } from '../../access.server.ts';
import type { PageServerLoad } from './$types';

/** The question before a creator is removed: for the owner, and never about oneself. */
export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { db } = getApp();
		const session = await ownerSession(event);
		const { id } = event.params;
		const creator = id === session.creatorId ? null : await readCreator(db, id);
		if (!creator) throw notFound();
		await mustBeFresh(session, `/settings/creators/${id}`);
		return {
			id,
			names: creator.identities.map(({ username }) => username),
			connectionCount: (await listConnections(db, id)).length
		};
	});
