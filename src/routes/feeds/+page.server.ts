import { randomBytes } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { AppError } from '$lib/server/errors.ts';
import { listFeeds } from '$lib/server/feed/find.ts';
import { makeFeed } from '$lib/server/feed/make.ts';
import { page, readForm } from '$lib/server/http/answer.ts';
import { beginSync } from '$lib/server/http/begin-sync.ts';
import { doingFeed } from '$lib/server/http/doing.ts';
import { sessionOf } from '../settings/access.server.ts';
import { feedAccounts, feedCard } from './cards.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The feeds of a creator, each with the newest of what it shows. */
export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const app = getApp();
		const { creatorId } = sessionOf(event);
		const accounts = await feedAccounts(app, creatorId);
		const feeds = await listFeeds(app.db, creatorId);
		return {
			feeds: await Promise.all(feeds.map((feed) => feedCard(app, feed, accounts))),
			accounts: accounts.filter(({ isConnected }) => isConnected),
			chosen: event.url.searchParams.get('connection')
		};
	});

export const actions: Actions = {
	/** Makes a feed of an account and leads to it. */
	make: (event) =>
		page(event, async () => {
			sessionOf(event);
			const app = getApp();
			const connectionId = (await readForm(event)).get('connection');
			const doing = { ...doingFeed(event, app), random: randomBytes };
			const id = await made(typeof connectionId === 'string' ? connectionId : '');
			if (typeof id !== 'string') return id;
			redirect(303, `/feeds/${id}`);

			async function made(wanted: string) {
				try {
					const feed = await makeFeed(app.db, { connectionId: wanted }, doing);
					beginSync(app, feed);
					return feed.id;
				} catch (error) {
					if (!(error instanceof AppError) || error.status !== 409) throw error;
					return fail(409, { message: error.message });
				}
			}
		})
};
