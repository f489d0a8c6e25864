import { dropCalendar, makeCalendar } from '$lib/server/alerts/calendar.ts';
import { getApp } from '$lib/server/app.ts';
import { answer, signedIn } from '$lib/server/http/answer.ts';
import type { RequestHandler } from './$types';

/** Makes the calendar, or makes it anew: its address is shown this once. */
export const POST: RequestHandler = (event) =>
	answer(event, async () => {
		const { creatorId } = signedIn(event);
		const { db, settings, clock } = getApp();
		const calendar = await makeCalendar({ db, origin: settings.origin }, creatorId, clock.now());
		return Response.json({ calendar }, { status: 201 });
	});

/** Ends the calendar; without one it is ended already. */
export const DELETE: RequestHandler = (event) =>
	answer(event, async () => {
		const { creatorId } = signedIn(event);
		await dropCalendar(getApp().db, creatorId);
		return Response.json({ calendar: null });
	});
