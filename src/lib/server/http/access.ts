/**
 * Who may ask: anybody; who holds the one-time link; a creator; the owner; who may set up (the owner
 * and, before the claim, who holds the claim link); Meta, by its signature.
 */
export type Who = 'public' | 'link' | 'signed-in' | 'owner' | 'setup' | 'meta-signature';

/**
 * Every route of Mooring by its id. A route without a row is answered 404, so that a new one is
 * closed until somebody has decided. Routes check for themselves as well; see guard.ts.
 */
const ACCESS = new Map<string, Who>([
	['/', 'public'],
	['/activity', 'signed-in'],
	['/activity/export', 'signed-in'],
	['/api/[...rest]', 'public'],
	['/api/connections', 'signed-in'],
	['/api/connections/[id]', 'signed-in'],
	['/api/connections/[id]/refresh', 'signed-in'],
	['/api/connections/[id]/refreshes', 'signed-in'],
	['/api/user', 'signed-in'],
	['/auth/[provider=provider]/callback', 'public'],
	['/auth/[provider=provider]/data-deletion', 'meta-signature'],
	['/auth/[provider=provider]/deauthorize', 'meta-signature'],
	['/auth/[provider=provider]/login', 'public'],
	['/claim/[code]', 'link'],
	['/connect', 'public'],
	['/connect/choose', 'public'],
	['/connect/paste', 'public'],
	['/connect/problem/[code]', 'public'],
	['/connections/[id]', 'signed-in'],
	['/connections/[id]/disconnect', 'signed-in'],
	['/connections/[id]/picture', 'signed-in'],
	['/data-deletion/[code]', 'public'],
	['/healthz', 'public'],
	['/invitation/[code]', 'link'],
	['/logout', 'public'],
	['/practice', 'public'],
	['/readyz', 'public'],
	['/settings', 'signed-in'],
	['/settings/confirm', 'signed-in'],
	['/settings/creators/[id]', 'owner'],
	['/settings/delete', 'signed-in'],
	['/setup', 'setup'],
	['/setup/came-back-with-nothing', 'setup'],
	['/sign-in/[code]', 'link']
]);

/** Who may ask a route; undefined: nobody has decided, so nobody. */
export const whoMay = (routeId: string | null): Who | undefined =>
	routeId === null ? undefined : ACCESS.get(routeId);

export const decidedRoutes = () => [...ACCESS.keys()];
