import type { Cause } from './cause.ts';

/** A step of an attempt, in their order; `authorize` is Meta's own page. */
export type Step =
	'authorize' | 'code' | 'long_lived' | 'user' | 'profile' | 'accounts' | 'page_token';

/** The step at which an attempt failed, and why. Kept with the attempt for the page of cause. */
export type Failed = {
	step: Step;
	cause: Cause;
	/** Meta's words, or the system's code where no answer came. */
	detail: string | null;
	/** The creator declined what every call needs: no cure but to allow it. */
	declinedBasic: boolean;
};

/** What Mooring asked Meta for at a step, after the consent. */
export const ASKED_FOR: Record<Step, string> = {
	authorize: 'the consent',
	code: 'the token',
	long_lived: 'the token for 60 days',
	user: 'who you are',
	profile: 'the account',
	accounts: 'your Pages',
	page_token: 'the account behind the Page'
};

export const isFailed = (found: object | null | undefined): found is Failed =>
	typeof found === 'object' && found !== null && 'step' in found && 'cause' in found;
