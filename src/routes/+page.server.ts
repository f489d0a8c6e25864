import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { isToldAnywhere } from '$lib/server/alerts/channels.ts';
import { minuteOf } from '$lib/server/clock.ts';
import { getApp } from '$lib/server/app.ts';
import { mayClaim } from '$lib/server/authorization/start.ts';
import { arrivalOfSeveral } from '$lib/server/connections/arrival.ts';
import { farewellOf } from '$lib/server/connections/health-words.ts';
import { connectionView, signInAgainBy } from '$lib/server/connections/health.ts';
import { listConnections } from '$lib/server/connections/store.ts';
import { isClaimed } from '$lib/server/creators/claim.ts';
import { isAnyPasskeyAt } from '$lib/server/creators/passkeys.ts';
import { partyOf } from '$lib/server/creators/relying-party.ts';
import { didComeBackWithNothing } from '$lib/server/http/came-back.ts';
import { readCookie } from '$lib/server/http/cookies.ts';
import { maySetUp } from '$lib/server/http/may-set-up.ts';
import { awayView } from '$lib/server/renewal/beat.ts';
import { configuredLogins } from '$lib/server/settings/login.ts';

/** Signed out: what this is. Signed in: the connections. */
export const load: PageServerLoad = async (event) => {
	const app = getApp();
	const { db, remember, clock, vault, settings } = app;
	const logins = configuredLogins(settings);
	const configured = logins.length > 0;
	if (!configured && (await maySetUp(event, app))) redirect(303, '/setup');
	const { session } = event.locals;
	if (!session) {
		const claimCode = readCookie(event.cookies, settings.origin, 'claim');
		return {
			view: 'signed-out' as const,
			claimed: await remember('claimed', () => isClaimed(db)),
			mayClaim: await mayClaim(app, claimCode),
			logins,
			passkey: await canSignInByPasskey(),
			cameBackWithNothing: await didComeBackWithNothing(event, app)
		};
	}
	const at = { now: clock.now(), isLocked: vault.isLocked };
	const { creatorId } = session;
	const rows = await remember(`connections of ${creatorId}`, () => listConnections(db, creatorId));
	const connections = rows.map((row) => connectionView(row, at));
	const areWell = connections.every(({ status }) => status === 'healthy');
	return {
		view: 'connections' as const,
		connections,
		isTold: await remember(`told ${creatorId}`, () => isToldAnywhere(db, creatorId)),
		arrival: areWell ? await arrival() : null,
		logins,
		cameBackWithNothing: await didComeBackWithNothing(event, app),
		signIns: Object.fromEntries(rows.map((row) => [row.id, isoOrNull(signInAgainBy(row))])),
		farewells: Object.fromEntries(rows.map((row) => [row.id, farewellOf(row)])),
		away: await remember('away', () => awayView(db))
	};

	/** To the minute: news are so for ten. */
	function arrival() {
		return remember(`arrival ${creatorId} ${String(minuteOf(at.now))}`, () =>
			arrivalOfSeveral(db, creatorId, at.now)
		);
	}

	async function canSignInByPasskey() {
		const party = partyOf(settings.origin);
		return party !== null && (await remember('passkeys', () => isAnyPasskeyAt(db, party.id)));
	}
};

const isoOrNull = (time: number | null) => (time === null ? null : new Date(time).toISOString());
