import { redirect } from '@sveltejs/kit';
import { outbox } from '$lib/server/alerts/outbox.ts';
import { getApp } from '$lib/server/app.ts';
import { notFound } from '$lib/server/errors.ts';
import { page } from '$lib/server/http/answer.ts';
import type { PageServerLoad } from './$types';

/** What Mooring would have sent to this creator; there is no such page outside of practice. */
export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { db, practice, settings } = getApp();
		if (!practice) throw notFound();
		const { session } = event.locals;
		if (!session) redirect(303, '/');
		const messages = await outbox(db, session.creatorId, settings.origin);
		return {
			origin: settings.origin.origin,
			messages: messages.map(({ html, ...message }) => ({ ...message, isMail: html !== null }))
		};
	});
