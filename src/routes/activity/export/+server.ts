import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';
import { exportActivity } from '$lib/server/activity/export.ts';
import { getApp } from '$lib/server/app.ts';
import { audit } from '$lib/server/audit/audit-log.ts';
import { ownerId } from '$lib/server/creators/creator.ts';
import { clientAddress } from '$lib/server/http/answer.ts';
import { dropCookie } from '$lib/server/http/cookies.ts';
import { isOurClick } from '$lib/server/http/csrf.ts';
import { mayExport } from '$lib/server/http/may-set-up.ts';
import { confirmAddress } from '$lib/server/proof-pages.ts';
import { rememberWanted } from '../../settings/access.server.ts';

/** Downloads the own activity as JSON lines, after a fresh proof of who asks. */
export const GET: RequestHandler = async (event) => {
	const { session } = event.locals;
	if (!session) redirect(303, '/');
	// A page of a sibling host may frame or link it: then nothing is written or sent.
	if (!isOurClick(event.request.headers, getApp().settings.origin)) redirect(303, '/activity');
	if (!mayExport(event)) {
		rememberWanted(event, 'offer-export');
		redirect(303, confirmAddress('/activity'));
	}
	dropCookie(event.cookies, getApp().settings.origin, 'wanted');
	const { db, clock } = getApp();
	const { creatorId } = session;
	const now = clock.now();
	await audit(db, { kind: 'export_made', at: now, creatorId, address: clientAddress(event) });
	const viewer = { creatorId, isOwner: (await ownerId(db)) === creatorId };
	const name = `mooring-activity-${new Date(now).toISOString().slice(0, 10)}.jsonl`;
	const lines = exportActivity(db, viewer, now).pipeThrough(new TextEncoderStream());
	return new Response(lines, {
		headers: {
			'content-type': 'application/jsonl; charset=utf-8',
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'no-store'
		}
	});
};
