/**
 * Who may ask: anybody; who holds the one-time link; a creator; the owner; who may set up (the owner
 * and, before the claim, who holds the claim link); Meta, by its signature; a program, by its key;
 * any site, for feeds.
 */
export type Who =
	'public' | 'link' | 'signed-in' | 'owner' | 'setup' | 'meta-signature' | 'key' | 'any-site';

/** What a request without a session counts as; see limits.ts. */
export type Limit = 'page' | 'start' | 'callback' | 'meta' | 'link' | 'unmatched';

/** What is decided about a route: one row for each, and nothing about it anywhere else. */
export type Route = {
	who: Who;
	/** The methods that it answers. HEAD goes with GET, unless its GET acts. */
	methods: readonly string[] | 'any';
	/** Its GET does something: link scanners and browsers that look ahead must burn nothing. */
	acts: boolean;
	/** Who arrives from elsewhere is asked to come once more, with the session; see same-site-bounce.ts. */
	bounces: boolean;
	/** null: never counted. */
	limit: Limit | null;
	/** The largest body, in bytes, and the most fields in it. */
	maxBody: number;
	maxFields: number;
	/** Container probes come under any Host, all the time, and say nothing about anybody. */
	isProbe: boolean;
	/** Whoever fetched it may keep it, and asks by its tag whether it changed. */
	hasTag: boolean;
};

const KB = 1024;
const READ = ['GET'];
const FORM = ['GET', 'POST'];

const DEFAULTS = {
	methods: READ,
	acts: false,
	bounces: true,
	limit: 'page',
	maxBody: 16 * KB,
	maxFields: 100,
	isProbe: false,
	hasTag: false
} as const;

const page = (who: Who, more: Partial<Route> = {}): Route => ({ ...DEFAULTS, who, ...more });
const acting = (who: Who, limit: Limit, methods = READ) =>
	page(who, { methods, acts: true, bounces: false, limit });
const json = (methods: readonly string[] = READ) => page('signed-in', { methods, bounces: false });
const signed = () => page('meta-signature', { methods: ['POST'], bounces: false, limit: 'meta' });
/** 64 KB of parameters, each byte of them written as three in a form or six in JSON. */
const program = () =>
	page('key', { methods: 'any', bounces: false, limit: null, maxBody: 384 * KB, maxFields: 500 });
const probe = () => page('public', { bounces: false, limit: null, isProbe: true });

/**
 * Every route of Mooring by its id. A route without a row is answered 404, so that a new one is
 * closed until somebody has decided. Routes check for themselves as well; see guard.ts.
 */
const ROUTES = new Map<string, Route>([
	['/', page('public')],
	['/activity', page('signed-in')],
	['/activity/export', acting('signed-in', 'page')],
	// Opened from a mail, by a browser that need not be signed in.
	['/alerts/confirm/[code]', page('link', { methods: FORM, bounces: false, limit: 'link' })],
	['/api/[...rest]', page('public', { methods: 'any', bounces: false, limit: 'unmatched' })],
	['/api/alerts', json()],
	['/api/alerts/calendar', json(['POST', 'DELETE'])],
	['/api/alerts/channels', json(['POST'])],
	['/api/alerts/channels/[id]', json(['DELETE'])],
	['/api/alerts/channels/[id]/test', json(['POST'])],
	['/api/connections', json()],
	['/api/connections/[id]', json(['GET', 'DELETE'])],
	['/api/connections/[id]/refresh', json(['POST'])],
	['/api/connections/[id]/refreshes', json()],
	['/api/feeds', json(FORM)],
	['/api/feeds/[id]', json(['GET', 'PATCH', 'DELETE'])],
	['/api/feeds/[id]/hidden/[media]', json(['PUT', 'DELETE'])],
	['/api/feeds/[id]/pinned/[media]', json(['PUT', 'DELETE'])],
	['/api/feeds/[id]/sync', json(['POST'])],
	['/api/keys', json(FORM)],
	['/api/keys/[id]', json(['PATCH', 'DELETE'])],
	['/api/passkeys', json(['POST'])],
	['/api/passkeys/options', json(['POST'])],
	['/api/sign-in', page('public', { methods: ['POST'], bounces: false })],
	['/api/sign-in/options', page('public', { methods: ['POST'], bounces: false, limit: 'start' })],
	['/api/user', json()],
	['/api/v1/[...rest]', program()],
	['/auth/[provider=provider]/callback', acting('public', 'callback')],
	['/auth/[provider=provider]/data-deletion', signed()],
	['/auth/[provider=provider]/deauthorize', signed()],
	['/auth/[provider=provider]/login', acting('public', 'start')],
	['/calendar/[code].ics', page('link', { bounces: false, limit: 'link', hasTag: true })],
	['/claim/[code]', acting('link', 'link')],
	['/connect', page('public')],
	// One field for each account of a Facebook sign-in, and agencies have hundreds.
	['/connect/choose', page('public', { methods: FORM, maxBody: 32 * KB, maxFields: 1_000 })],
	['/connect/paste', page('public', { methods: FORM, maxBody: 32 * KB })],
	['/connect/problem/[code]', page('public')],
	['/connections/[id]', page('signed-in', { methods: FORM })],
	['/connections/[id]/disconnect', page('signed-in')],
	['/connections/[id]/picture', page('signed-in')],
	['/data-deletion/[code]', page('public', { bounces: false })],
	// Its own door, past all that is for browsers; see feeds.ts.
	['/feed/[...rest]', page('any-site', { methods: 'any', bounces: false, limit: null })],
	['/feeds', page('signed-in', { methods: FORM })],
	['/feeds/[id]', page('signed-in', { methods: FORM })],
	['/feeds/[id]/i/[file]', page('signed-in', { hasTag: true })],
	['/graph/[...rest]', program()],
	['/healthz', probe()],
	['/invitation/[code]', acting('link', 'link')],
	['/logout', page('public', { methods: ['POST'] })],
	['/mcp', program()],
	// Behind a token of its own; who watches comes as a probe does.
	['/metrics', probe()],
	['/practice', page('public', { methods: FORM })],
	// Where it is there at all: outside of practice it is 404 for everybody.
	['/practice/outbox', page('public')],
	['/practice/outbox/[id]', page('public')],
	['/privacy', page('public', { bounces: false })],
	['/readyz', probe()],
	['/settings', page('signed-in', { methods: FORM })],
	['/settings/alerts', page('signed-in', { methods: FORM })],
	['/settings/confirm', page('signed-in')],
	['/settings/creators/[id]', page('owner')],
	['/settings/delete', page('signed-in', { methods: FORM })],
	['/settings/export', acting('signed-in', 'page')],
	['/settings/passkeys/[id]', page('signed-in', { methods: FORM })],
	['/settings/passkeys/new', page('signed-in')],
	['/setup', page('setup', { methods: FORM })],
	['/setup/came-back-with-nothing', page('setup')],
	['/sign-in/[code]', acting('link', 'link', FORM)],
	['/terms', page('public', { bounces: false })],
	['/tools', page('signed-in', { methods: FORM })],
	['/tools/keys/[id]', page('signed-in', { methods: FORM })],
	// One field for each account, and agencies have hundreds.
	['/tools/keys/new', page('signed-in', { methods: FORM, maxBody: 64 * KB, maxFields: 1_000 })]
]);

/** The row of a route; undefined: there is none, or nobody has decided about it. */
export const routeOf = (id: string | null): Route | undefined =>
	id === null ? undefined : ROUTES.get(id);

/** Who may ask a route; undefined: nobody has decided, so nobody. */
export const whoMay = (id: string | null): Who | undefined => routeOf(id)?.who;

/** How much is read of a request: what has no row is bounded as most are. */
export const bodyBounds = (id: string | null): Pick<Route, 'maxBody' | 'maxFields'> =>
	routeOf(id) ?? DEFAULTS;

export const decidedRoutes = () => [...ROUTES.keys()];

/** The largest body of any route, in bytes: the server in front gives the same number to Kit. */
export const MAX_BODY = Math.max(...[...ROUTES.values()].map(({ maxBody }) => maxBody));

/** The addresses of the probes: the server in front answers them under any Host. */
export const PROBES = decidedRoutes().filter((id) => routeOf(id)?.isProbe);
