import type { ParamMatcher } from '@sveltejs/kit';
import { isProviderId } from '$lib/logins.ts';

/** The logins that have addresses under `/auth`. */
export const match = isProviderId satisfies ParamMatcher;
