import type { Endpoint } from './calls.ts';
import { exchangeError } from './errors.ts';
import {
	isForFacebook,
	notOnFacebook,
	onFacebookGraph,
	onFacebookWww
} from './facebook/routing.ts';
import { authorize, login } from './instagram/authorize.ts';
import { exchange } from './instagram/exchange.ts';
import { graph, graphEndpoint } from './instagram/graph.ts';
import { signedPicture } from './instagram/pictures.ts';
import { errorPage, NOT_AVAILABLE } from './pages/error.ts';
import type { Handler } from './visit.ts';
import type { World } from './world.ts';

export type Route = { endpoint: Endpoint; handle: Handler };

type MetaHost = 'www' | 'api' | 'graph' | 'facebook-graph' | 'facebook-www' | 'pictures';

const HOSTS: Record<string, MetaHost> = {
	'www.instagram.com': 'www',
	'instagram.com': 'www',
	'api.instagram.com': 'api',
	'graph.instagram.com': 'graph',
	'graph.facebook.com': 'facebook-graph',
	'www.facebook.com': 'facebook-www',
	'facebook.com': 'facebook-www',
	'scontent.cdninstagram.com': 'pictures'
};

/** Pictures lie where an answer that names them came from, and on Meta's host of pictures. */
const SERVES_PICTURES = new Set<MetaHost | undefined>([
	undefined,
	'graph',
	'facebook-graph',
	'pictures'
]);

export const isMetaHost = (host: string) => Object.hasOwn(HOSTS, host.replace(/:\d+$/, ''));

const notAvailable: Handler = () => errorPage(NOT_AVAILABLE, { status: 404 });

function onWww(path: string, url: URL): Route | null {
	if (/^\/oauth\/authorize(\/third_party)?\/?$/.test(path))
		return { endpoint: 'authorize', handle: authorize };
	if (/^\/oauth\/authorize\/third_party\/error\/?$/.test(path))
		return {
			endpoint: 'authorize',
			handle: () => errorPage((url.searchParams.get('message') ?? NOT_AVAILABLE).slice(0, 300))
		};
	if (/^\/accounts\/login\/?$/.test(path)) return { endpoint: 'authorize', handle: login };
	return null;
}

/**
 * Which of Meta's addresses a request is for. Under a host name of Meta's only its own answer; under
 * any other name Facebook's half takes what is surely its own, and Instagram's the rest.
 */
export async function metaRoute(
	world: World,
	host: string,
	method: string,
	url: URL,
	request: Request
): Promise<Route> {
	const at = HOSTS[host.replace(/:\d+$/, '')];
	if (url.pathname.startsWith('/pictures/') && SERVES_PICTURES.has(at))
		return { endpoint: 'picture', handle: signedPicture };
	if (at === 'pictures') return { endpoint: 'picture', handle: notAvailable };
	if (at === 'facebook-graph') return onFacebookGraph(method, url, request);
	if (at === 'facebook-www') return onFacebookWww(url) ?? notOnFacebook;
	if (at === undefined && (await isForFacebook(world, url, request)))
		return onFacebookWww(url) ?? onFacebookGraph(method, url, request);
	return instagramRoute(at, method, url);
}

function instagramRoute(at: MetaHost | undefined, method: string, url: URL): Route {
	const path = url.pathname;
	const isExchange = /^\/oauth\/access_token\/?$/.test(path);
	if (at === 'www') return onWww(path, url) ?? { endpoint: 'other', handle: notAvailable };
	if (at === 'api') {
		if (isExchange) return { endpoint: 'exchange', handle: exchange };
		// Dead since August 2026: it shows this page and never leads back.
		if (/^\/oauth\/authorize\/?$/.test(path))
			return { endpoint: 'authorize', handle: () => errorPage(NOT_AVAILABLE) };
		return { endpoint: 'other', handle: () => exchangeError('Page not found', 404) };
	}
	if (at === undefined) {
		if (isExchange) return { endpoint: 'exchange', handle: exchange };
		const page = onWww(path, url);
		if (page) return page;
	}
	return { endpoint: graphEndpoint(method, path), handle: graph };
}
