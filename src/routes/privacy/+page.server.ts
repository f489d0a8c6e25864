import { getApp } from '$lib/server/app.ts';
import { operatorOf } from '$lib/server/operator.ts';
import { KEPT } from './kept.server.ts';
import type { PageServerLoad } from './$types';

/** What this Mooring stores of people; public, because Meta asks for its address. */
export const load: PageServerLoad = () => {
	const { operator, origin } = getApp().settings;
	return { operator: operatorOf(operator, origin), origin: origin.origin, kept: KEPT };
};
