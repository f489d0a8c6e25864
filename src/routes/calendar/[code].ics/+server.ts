import { createHash } from 'node:crypto';
import { readCalendar } from '$lib/server/alerts/calendar.ts';
import { getApp } from '$lib/server/app.ts';
import { notFound } from '$lib/server/errors.ts';
import { answer } from '$lib/server/http/answer.ts';
import type { RequestHandler } from './$types';

/** The calendar of whoever has its secret address, for programs that fetch it by themselves. */
export const GET: RequestHandler = (event) =>
	answer(event, async () => {
		const { db, clock, vault, settings } = getApp();
		const at = { now: clock.now(), isLocked: vault.isLocked };
		const file = await readCalendar({ db, origin: settings.origin }, event.params.code, at);
		if (file === null) throw notFound();
		const etag = `"${createHash('sha256').update(file).digest('base64url')}"`;
		const headers = { etag, 'cache-control': 'private, no-cache' };
		if (isKnown(event.request.headers.get('if-none-match'), etag)) {
			return new Response(null, { status: 304, headers });
		}
		const type = 'text/calendar; charset=utf-8';
		return new Response(file, { headers: { ...headers, 'content-type': type } });
	});

/** RFC 9110, section 13.1.2: compared weakly. */
const isKnown = (given: string | null, etag: string) =>
	given !== null &&
	(given.trim() === '*' || given.split(',').some((one) => one.trim().replace(/^W\//, '') === etag));
