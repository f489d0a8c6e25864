/** What the error page is called where its code says more than its status. */
const BY_CODE: Record<string, string> = {
	not_found: 'Page not found',
	not_signed_in: 'Sign in first',
	not_claimed: 'Nobody has set this Mooring up yet',
	not_configured: 'This login is not set up yet',
	locked: 'Mooring is locked',
	invalid_scopes: 'This permission does not exist',
	rate_limited: 'Too many requests',
	too_large: 'That is too much at once',
	internal: 'Mooring made a mistake'
};

/** Routes of one-time links: who opens one has no page in mind. */
const ONE_TIME = /^\/(claim|invitation|sign-in)\/\[code\]$/;

/**
 * The title of an error page: only a fault of our own is called one.
 * @param route the id of the route that was asked; null: there is none
 */
export function errorTitle(
	code: string | undefined,
	status: number,
	route: string | null = null
): string {
	if (status === 404 && ONE_TIME.test(route ?? '')) return 'This link does not work';
	const named = code === undefined ? undefined : BY_CODE[code];
	if (named) return named;
	if (status === 404) return 'Page not found';
	if (status === 401 || status === 403) return 'This is not yours to see';
	return code === undefined && status >= 500 ? 'Mooring made a mistake' : 'That did not work';
}
