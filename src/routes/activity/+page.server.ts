import { error, redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { isGroup } from '$lib/server/audit/groups.ts';
import { type Question, readCursor } from '$lib/server/activity/line.ts';
import { activityPage } from '$lib/server/activity/page.ts';
import { unusualUse } from '$lib/server/activity/unusual.ts';
import { getApp } from '$lib/server/app.ts';
import { listConnections } from '$lib/server/connections/store.ts';
import { ownerId } from '$lib/server/creators/creator.ts';
import { isOfferedAgain } from '../settings/access.server.ts';

const PER_PAGE = 50;

/** Who did what, newest first, 50 rows a page. */
export const load: PageServerLoad = async (event) => {
	const { session } = event.locals;
	if (!session) redirect(303, '/');
	const { db, clock } = getApp();
	const { creatorId } = session;
	const viewer = { creatorId, isOwner: (await ownerId(db)) === creatorId };
	const now = clock.now();
	const question = questionIn(event.url.searchParams);
	if (!question) {
		error(400, {
			code: 'invalid_request',
			message: 'This address asks for something that the activity does not have.',
			requestId: event.locals.requestId
		});
	}
	const { rows, older } = await activityPage(db, viewer, question, { now, rows: PER_PAGE });
	return {
		rows,
		older: older === null ? null : addressOf(question, older),
		newest: question.before === null ? null : addressOf(question),
		group: question.group,
		account: question.connectionId,
		accounts: (await listConnections(db, creatorId)).map(({ id, username, provider }) => ({
			id,
			username,
			provider
		})),
		isOwner: viewer.isOwner,
		isExportOffered: await isOfferedAgain(event, session, {
			wanted: 'offer-export',
			page: '/activity'
		}),
		warnings: await unusualUse(db, viewer, now)
	};
};

/** A form sends what was not chosen as an empty text. Null: not ours. */
function questionIn(query: URLSearchParams): Question | null {
	const group = query.get('kind') || null;
	const connectionId = query.get('account') || null;
	const cursor = query.get('before') || null;
	const before = cursor === null ? null : readCursor(cursor);
	if (group !== null && !isGroup(group)) return null;
	if (cursor !== null && before === null) return null;
	return { group, connectionId, before };
}

/** The same choice, after this line or from the newest on. */
function addressOf({ group, connectionId }: Question, before?: string) {
	const query = new URLSearchParams({
		...(group === null ? {} : { kind: group }),
		...(connectionId === null ? {} : { account: connectionId }),
		...(before === undefined ? {} : { before })
	});
	return query.size === 0 ? '/activity' : `/activity?${query.toString()}`;
}
