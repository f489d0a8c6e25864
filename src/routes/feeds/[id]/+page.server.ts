import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { AppError, notFound } from '$lib/server/errors.ts';
import { changeFeed, deleteFeed, type FeedChange } from '$lib/server/feed/change.ts';
import { ownFeed, slugsOf } from '$lib/server/feed/find.ts';
import { dropMark, setMark } from '$lib/server/feed/marks.ts';
import { page, readForm } from '$lib/server/http/answer.ts';
import { beginSync } from '$lib/server/http/begin-sync.ts';
import { doingFeed } from '$lib/server/http/doing.ts';
import { isThisMachine } from '$lib/server/settings/origin.ts';
import { sessionOf } from '../../settings/access.server.ts';
import { feedAccounts, feedCard, postsOf } from '../cards.server.ts';
import { triedRules, typedRules } from './typed.server.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = RequestEvent<{ id: string }>;

/** One feed: what it shows by its rules, or by those that are tried, and how a website gets it. */
export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const app = getApp();
		const { creatorId } = sessionOf(event);
		const feed = await ownFeed(app.db, creatorId, event.params.id);
		const tried = triedRules(event.url.searchParams);
		const { origin } = app.settings;
		return {
			feed: await feedCard(app, feed, await feedAccounts(app, creatorId)),
			posts: await postsOf(app, feed, tried.rules ?? feed.rules),
			tried,
			earlier: (await slugsOf(app.db, feed)).slice(1),
			origin: origin.origin,
			/** A page on https cannot show what comes over http. */
			isPlainHttp: origin.protocol === 'http:',
			isOnlyHere: isThisMachine(origin.hostname)
		};
	});

const text = (form: FormData, name: string) => {
	const value = form.get(name);
	return typeof value === 'string' ? value : '';
};

/** Changes the feed; what cannot be is said in the form named `about`. */
async function change(event: Event, about: 'rules' | 'name', read: (form: FormData) => FeedChange) {
	sessionOf(event);
	const { id } = event.params;
	try {
		const wanted = read(await readForm(event));
		const app = getApp();
		const feed = await changeFeed(app.db, id, wanted, doingFeed(event, app));
		if (wanted.rules !== undefined || wanted.enabled === true) beginSync(app, feed);
	} catch (error) {
		if (!(error instanceof AppError) || ![400, 409].includes(error.status)) throw error;
		return fail(error.status, { about, message: error.message });
	}
	redirect(303, `/feeds/${id}`);
}

export const actions: Actions = {
	rules: (event) =>
		page(event, () => change(event, 'rules', (form) => ({ rules: typedRules(form) }))),

	name: (event) =>
		page(event, () =>
			change(event, 'name', (form) => ({
				name: text(form, 'name'),
				slug: text(form, 'slug').trim().toLowerCase()
			}))
		),

	switch: (event) =>
		page(event, () => change(event, 'name', (form) => ({ enabled: text(form, 'to') === 'on' }))),

	/** Asks Meta for new posts, and comes back when that is over. */
	sync: (event) =>
		page(event, async () => {
			const { creatorId } = sessionOf(event);
			const app = getApp();
			const { id, connectionId } = await ownFeed(app.db, creatorId, event.params.id);
			await app.content.syncNow(connectionId);
			redirect(303, `/feeds/${id}`);
		}),

	/** Hides or pins a post, or takes that back. */
	mark: (event) =>
		page(event, async () => {
			const { creatorId } = sessionOf(event);
			const form = await readForm(event);
			const [mark, isSet] = [text(form, 'mark'), text(form, 'to') === 'on'];
			if (mark !== 'hidden' && mark !== 'pinned') throw notFound();
			const { id } = event.params;
			const marking = { creatorId, feedId: id, mediaId: text(form, 'post'), mark } as const;
			const { db } = getApp();
			try {
				await (isSet ? setMark(db, marking, Date.now()) : dropMark(db, marking));
			} catch (error) {
				if (!(error instanceof AppError) || error.code !== 'too_many') throw error;
				return fail(409, { about: 'posts' as const, message: error.message });
			}
			redirect(303, `/feeds/${id}${event.url.searchParams.has('try') ? event.url.search : ''}`);
		}),

	delete: (event) =>
		page(event, async () => {
			sessionOf(event);
			await deleteFeed(getApp().db, event.params.id, doingFeed(event, getApp()));
			redirect(303, '/feeds');
		})
};
