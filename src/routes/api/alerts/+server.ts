import { calendarView } from '$lib/server/alerts/calendar.ts';
import { channelViews } from '$lib/server/alerts/channels.ts';
import { getApp } from '$lib/server/app.ts';
import { answer, signedIn } from '$lib/server/http/answer.ts';
import type { RequestHandler } from './$types';

/** Where this creator is told, and when the calendar was made. */
export const GET: RequestHandler = (event) =>
	answer(event, async () => {
		const { creatorId } = signedIn(event);
		const { db } = getApp();
		return Response.json({
			channels: await channelViews(db, creatorId),
			calendar: await calendarView(db, creatorId)
		});
	});
