import type { Endpoint } from '../calls.ts';
import { redirect } from '../clicks.ts';
import { unknownPath } from '../errors.ts';
import { graphFields } from '../fields.ts';
import { contentEndpoint } from '../graph/endpoints.ts';
import { errorPage, NOT_AVAILABLE } from '../pages/error.ts';
import type { Handler, Visit } from '../visit.ts';
import { versionOf } from '../version.ts';
import type { World } from '../world.ts';
import { clientFields, facebookAccessToken } from './access-token.ts';
import { tokenText } from './caller.ts';
import { dialog } from './dialog.ts';
import { facebookGraph } from './graph.ts';
import { facebookLogin } from './login.ts';
import { facebookPath } from './path.ts';

export type FacebookRoute = { endpoint: Endpoint; handle: Handler };

/** A host name of Meta's keeps its port on the way from one to the other. */
function olderDialog({ url }: Visit): Response {
	const isMeta = /^graph\.facebook\.com$/i.test(url.hostname);
	const start = isMeta ? `//www.facebook.com${url.port ? `:${url.port}` : ''}` : '';
	const version = versionOf(url.pathname);
	return redirect(`${start}${version ? `/${version}` : ''}/dialog/oauth${url.search}`);
}

/** Everything under www.facebook.com, or null for a path that it does not have. */
export function onFacebookWww(url: URL): FacebookRoute | null {
	const path = facebookPath(url.pathname).join('/');
	if (path === 'dialog/oauth') return { endpoint: 'fb_dialog', handle: dialog };
	if (url.pathname === '/login.php') return { endpoint: 'fb_dialog', handle: facebookLogin };
	return null;
}

export const notOnFacebook: FacebookRoute = {
	endpoint: 'other',
	handle: () => errorPage(NOT_AVAILABLE, { status: 404 })
};

function nodeEndpoint(method: string, parts: string[]): Endpoint {
	const content = contentEndpoint(method, parts);
	if (content) return content;
	const [id, edge] = parts;
	if (id === 'debug_token') return 'fb_debug_token';
	if (edge === 'permissions') return method === 'DELETE' ? 'fb_revoke' : 'fb_permissions';
	if (edge === 'subscribed_apps') return 'subscribed_apps';
	return edge === undefined ? 'fb_node' : 'fb_accounts';
}

/** Everything under graph.facebook.com. */
export async function onFacebookGraph(
	method: string,
	url: URL,
	request: Request
): Promise<FacebookRoute> {
	const parts = facebookPath(url.pathname);
	const path = parts.join('/');
	if (path === 'oauth/authorize') return { endpoint: 'fb_dialog', handle: olderDialog };
	if (path === 'oauth/access_token') {
		const fields = await graphFields(request.clone(), url);
		const isLongLived = fields.get('grant_type') === 'fb_exchange_token';
		return {
			endpoint: isLongLived ? 'fb_long_lived' : 'fb_exchange',
			handle: facebookAccessToken
		};
	}
	if (!parts.length) return { endpoint: 'other', handle: () => unknownPath(url.pathname) };
	return { endpoint: nodeEndpoint(method, parts), handle: facebookGraph };
}

/**
 * Whether a request is for Facebook where all of Meta's addresses share one root: by its path, by
 * whose app it names, or by whose token it carries. What neither tells is Instagram's.
 */
export async function isForFacebook(world: World, url: URL, request: Request): Promise<boolean> {
	const parts = facebookPath(url.pathname);
	const [node = '', edge = ''] = parts;
	const path = parts.join('/');
	if (onFacebookWww(url) || path === 'debug_token') return true;
	const isOwnEdge = /^(accounts|businesses|owned_pages|client_pages)$/.test(edge);
	if (isOwnEdge && parts.length === 2 && /^(me|\d+)$/.test(node)) return true;
	const isToken = path === 'oauth/access_token';
	if (isToken || path === 'oauth/authorize') {
		if (versionOf(url.pathname)) return true;
		const fields = clientFields(request, await graphFields(request.clone(), url));
		const clientId = fields.get('client_id') ?? '';
		if (isToken && fields.get('grant_type') === 'fb_exchange_token') return true;
		return world.facebook.apps.has(clientId) && !world.apps.has(clientId);
	}
	const text = tokenText(request, await graphFields(request.clone(), url));
	return text.startsWith('EAA') || text.includes('|') || !!world.facebook.tokens.find(text);
}
