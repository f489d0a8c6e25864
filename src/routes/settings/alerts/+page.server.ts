import { randomUUID } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import { addChannel } from '$lib/server/alerts/add-channel.ts';
import { calendarView, dropCalendar, makeCalendar } from '$lib/server/alerts/calendar.ts';
import { channelViews, MOST_CHANNELS, removeChannel } from '$lib/server/alerts/channels.ts';
import { testChannel } from '$lib/server/alerts/test-channel.ts';
import { undelivered } from '$lib/server/alerts/undelivered.ts';
import { getApp } from '$lib/server/app.ts';
import { ownerId } from '$lib/server/creators/creator.ts';
import { AppError, notFound } from '$lib/server/errors.ts';
import { page, readForm } from '$lib/server/http/answer.ts';
import { firstTime } from '../../once.server.ts';
import { sessionOf } from '../access.server.ts';
import { choicesFor } from './choices.server.ts';
import { readTyped, shownAgain } from './typed.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const PAGE = '/settings/alerts';

/** Where a creator is told, what came of it, and the calendar. */
export const load: PageServerLoad = async (event) => {
	const { db, settings } = getApp();
	const { creatorId } = sessionOf(event);
	const isOwner = (await ownerId(db)) === creatorId;
	return {
		channels: await channelViews(db, creatorId),
		most: MOST_CHANNELS,
		choices: choicesFor({ isOwner }),
		undelivered: await undelivered(db, creatorId),
		calendar: await calendarView(db, creatorId),
		isOwner,
		canMail: settings.mail !== null || settings.practice !== null,
		once: randomUUID()
	};
};

export const actions: Actions = {
	/** Adds a channel; the secret of a webhook stands in this answer and never again. */
	add: (event) =>
		page(event, async () => {
			const { creatorId } = sessionOf(event);
			const fields = await readForm(event);
			const typed = readTyped(fields);
			if (!typed) return fail(400, { kind: null, fault: 'Choose mail, ntfy or a webhook.' });
			try {
				const made = await firstTime(formIn(fields, creatorId), () =>
					addChannel(getApp().alerts.channels, creatorId, typed)
				);
				if (made?.secret) {
					const { secret, channel } = made;
					return { ok: true, message: 'The webhook is added.', secret, to: channel.address };
				}
			} catch (error) {
				if (!(error instanceof AppError)) throw error;
				const { status, message } = error;
				return fail(status, { kind: typed.kind, fault: message, typed: shownAgain(typed) });
			}
			redirect(303, PAGE);
		}),

	/** Sends a test to one channel; what came of it stands with the channel. */
	test: (event) =>
		page(event, async () => {
			const { creatorId } = sessionOf(event);
			const id = await channelIn(event);
			try {
				const { lastResult } = await testChannel(getApp().alerts.channels, creatorId, id);
				if (lastResult?.ok === false) {
					return { ok: false, message: `It did not arrive. ${lastResult.sentence}` };
				}
			} catch (error) {
				if (!(error instanceof AppError) || error.status === 404) throw error;
				return fail(error.status, { ok: false, message: error.message });
			}
			redirect(303, PAGE);
		}),

	/** Removes one channel, with all that waits for it. */
	remove: (event) =>
		page(event, async () => {
			const { creatorId } = sessionOf(event);
			const id = await channelIn(event);
			if (!(await removeChannel(getApp().db, creatorId, id))) throw notFound();
			redirect(303, PAGE);
		}),

	/** Makes the calendar, or makes it anew; its address stands in this answer and never again. */
	calendar: (event) =>
		page(event, async () => {
			const { db, settings, clock } = getApp();
			const { creatorId } = sessionOf(event);
			const fields = await readForm(event);
			const made = await firstTime(formIn(fields, creatorId), () =>
				makeCalendar({ db, origin: settings.origin }, creatorId, clock.now())
			);
			if (!made) redirect(303, PAGE);
			return { ok: true, message: 'The calendar is made.', calendarAddress: made.address };
		}),

	/** Ends the calendar: its address works no more. */
	revoke: (event) =>
		page(event, async () => {
			const { creatorId } = sessionOf(event);
			await dropCalendar(getApp().db, creatorId);
			redirect(303, PAGE);
		})
};

/** What tells a form of this creator from every other; one that says nothing is one of its own. */
function formIn(fields: FormData, creatorId: string) {
	const form = fields.get('form');
	return `${creatorId} ${typeof form === 'string' && form !== '' ? form : randomUUID()}`;
}

async function channelIn(event: RequestEvent) {
	const id = (await readForm(event)).get('channel');
	return typeof id === 'string' ? id : '';
}
