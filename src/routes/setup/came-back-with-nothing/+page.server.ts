import { deadEnds } from '$lib/server/setup/dead-ends.ts';
import type { PageServerLoad } from './$types';
import { checksFor, visitSetup } from '../visit.server.ts';

/** Why an attempt may end there, with what Mooring's own checks see of it. */
export const load: PageServerLoad = async (event) => {
	await visitSetup(event);
	return { deadEnds: deadEnds(await checksFor(event)) };
};
