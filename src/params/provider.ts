import type { ParamMatcher } from '@sveltejs/kit';

/** The logins that have addresses under `/auth`. */
export const match = ((param): param is 'instagram' | 'facebook' =>
	param === 'instagram' || param === 'facebook') satisfies ParamMatcher;
