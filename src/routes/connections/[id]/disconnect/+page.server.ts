import { redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { page } from '$lib/server/http/answer.ts';
import { doOthersLive } from '$lib/server/connections/store.ts';
import { keepsContent } from '$lib/server/content/store.ts';
import { ownConnection, ownConnectionView } from '$lib/server/http/connection-param.ts';
import type { PageServerLoad } from './$types';

/** The question before disconnecting, for browsers without JavaScript. */
export const load: PageServerLoad = (event) =>
	page(event, async () => {
		if (!event.locals.session) redirect(303, '/');
		const app = getApp();
		return {
			connection: await ownConnectionView(event, app),
			othersLive: await doOthersLive(app.db, await ownConnection(event, app)),
			keepsPosts: await keepsContent(app.db, (await ownConnection(event, app)).id)
		};
	});
