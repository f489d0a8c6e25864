import type { LayoutServerLoad } from './$types';
import { unusualUse } from '$lib/server/activity/unusual.ts';
import { getApp } from '$lib/server/app.ts';
import { minuteOf } from '$lib/server/clock.ts';
import { connectionView } from '$lib/server/connections/health.ts';
import { listConnections } from '$lib/server/connections/store.ts';
import { readCreator } from '$lib/server/creators/creator.ts';
import { maySetUp } from '$lib/server/http/may-set-up.ts';
import { readBeat } from '$lib/server/renewal/beat.ts';

/** What every page shows around its own content. */
export const load: LayoutServerLoad = async (event) => {
	const app = getApp();
	const { db, remember, clock, vault, settings, practice } = app;
	const { session } = event.locals;
	const creator = session && (await creatorOf(session.creatorId));
	const pulse = await remember('beat', () => readBeat(db));
	const now = clock.now();
	return {
		creator,
		me: creator && (await face(creator)),
		maySetUp: await maySetUp(event, app),
		isLocked: vault.isLocked,
		practice: practice && {
			now: new Date(now).toISOString(),
			isMetaDown: practice.isMetaDown
		},
		notices: [...settings.notices, ...(creator?.isOwner ? await unusual(creator.id) : [])],
		// The beat is real time: told on the clock of this page, so that its age is right.
		beatAt: pulse && new Date(now - Date.now() + pulse.beatAt).toISOString(),
		now: new Date(now).toISOString(),
		version: __MOORING_VERSION__
	};

	function creatorOf(id: string) {
		return remember(`creator ${id}`, () => readCreator(db, id));
	}

	/** Told on every page but the activity, which says it itself. */
	async function unusual(creatorId: string) {
		if (event.route.id === '/activity') return [];
		// To the minute, of ten that are counted.
		return remember(`unusual ${creatorId} ${String(minuteOf(now))}`, () =>
			unusualUse(db, { creatorId, isOwner: true }, now)
		);
	}

	/** The name and picture that the header shows: those of one account, never of two. */
	async function face({ id, identities }: NonNullable<typeof creator>) {
		const rows = await remember(`connections of ${id}`, () => listConnections(db, id));
		const [identity] = identities;
		const own = identity ? rows.find((row) => row.accountId === identity.accountId) : rows[0];
		const picture =
			own && connectionView(own, { now, isLocked: vault.isLocked }).account.pictureUrl;
		return {
			username: identity?.username ?? own?.username ?? 'signed in',
			pictureUrl: picture ?? null
		};
	}
};
