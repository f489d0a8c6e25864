import { getApp } from '$lib/server/app.ts';
import { operatorOf } from '$lib/server/operator.ts';
import type { PageServerLoad } from './$types';

/** On which terms this Mooring is used; public, because Meta asks for its address. */
export const load: PageServerLoad = () => {
	const { operator, origin } = getApp().settings;
	return { operator: operatorOf(operator, origin), origin: origin.origin };
};
