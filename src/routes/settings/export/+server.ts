import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';
import { getApp } from '$lib/server/app.ts';
import { audit } from '$lib/server/audit/audit-log.ts';
import { clientAddress } from '$lib/server/http/answer.ts';
import { dropCookie } from '$lib/server/http/cookies.ts';
import { isOurClick } from '$lib/server/http/csrf.ts';
import { ownDataArchive } from '$lib/server/own-data/archive.ts';
import { mustBeFresh, rememberWanted, sessionOf } from '../access.server.ts';

/** Downloads everything that is stored of who asks, after a fresh proof of that. */
export const GET: RequestHandler = async (event) => {
	const session = sessionOf(event);
	const { db, clock, settings } = getApp();
	// A page of a sibling host may frame or link it: then nothing is written or sent.
	if (!isOurClick(event.request.headers, settings.origin)) redirect(303, '/settings');
	rememberWanted(event, 'offer-own-data');
	await mustBeFresh(session, '/settings');
	dropCookie(event.cookies, settings.origin, 'wanted');
	const { creatorId } = session;
	const now = clock.now();
	const detail = { what: 'everything' };
	await audit(db, {
		kind: 'export_made',
		at: now,
		creatorId,
		detail,
		address: clientAddress(event)
	});
	const { dataDir, origin } = settings;
	const name = `mooring-export-${new Date(now).toISOString().slice(0, 10)}.tar`;
	return new Response(ownDataArchive({ db, dataDir, origin }, creatorId, now), {
		headers: {
			'content-type': 'application/x-tar',
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'no-store'
		}
	});
};
