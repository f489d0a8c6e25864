import { error, redirect } from '@sveltejs/kit';
import { getApp } from '$lib/server/app.ts';
import { isClaimCode, isClaimed } from '$lib/server/creators/claim.ts';
import { writeClaim } from '$lib/server/http/cookies.ts';
import type { PageServerLoad } from './$types';

// A slash too many must not be answered with 308: that would repeat what the address holds.
export const trailingSlash = 'ignore';

/** Remembers the right to claim in a cookie; unknown once the instance belongs to somebody. */
export const load: PageServerLoad = async (event) => {
	const { db, settings, practice } = getApp();
	const { code } = event.params;
	const isRight =
		!practice && !(await isClaimed(db)) && isClaimCode(code, settings.dataDir, settings.claimCode);
	if (!isRight) {
		error(404, {
			code: 'not_found',
			message:
				'This claim link does not work. `npm run mooring -- claim-link` prints the one that does.',
			requestId: event.locals.requestId
		});
	}
	writeClaim(event.cookies, settings.origin, code);
	redirect(303, '/');
};
