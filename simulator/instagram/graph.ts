import type { Endpoint } from '../calls.ts';
import { unknownObject, unknownPath, unsupportedRequest } from '../errors.ts';
import { graphFields } from '../fields.ts';
import { jsonResponse } from '../meta-json.ts';
import { askedFields, nodeAnswer, type Readers } from '../node.ts';
import { accountReaders } from '../graph/account-fields.ts';
import { answerFromContent } from '../graph/answer.ts';
import { contentEndpoint } from '../graph/endpoints.ts';
import { nonexistingField } from '../graph/errors.ts';
import { withMetaHeaders } from '../graph/meta-headers.ts';
import type { Viewer } from '../graph/viewer.ts';
import { withUsage } from '../usage.ts';
import type { Visit } from '../visit.ts';
import { appScopedId } from './accounts.ts';
import { type Caller, callerOf } from './caller.ts';
import { permissions, subscribedApps } from './edges.ts';
import { exchangeForLongLived, refresh } from './long-lived.ts';
import { instagramViewer } from './viewer.ts';

/** Versions from v3.2 on are served, and none; slashes may be repeated, as real clients do. */
const OLDEST_VERSION = 3.2;

/** The parts of a Graph path without its version. */
export function graphPath(pathname: string): string[] {
	const parts = pathname.split('/').filter(Boolean);
	const version = /^v(\d+\.\d+)$/.exec(parts[0] ?? '')?.[1];
	return version && Number(version) >= OLDEST_VERSION ? parts.slice(1) : parts;
}

export function graphEndpoint(method: string, pathname: string): Endpoint {
	const parts = graphPath(pathname);
	const content = contentEndpoint(method, parts);
	if (content && content !== 'hashtag') return content;
	const [node, edge, ...rest] = parts;
	if (rest.length || !node) return 'other';
	if (edge === 'permissions') return method === 'DELETE' ? 'revoke' : 'permissions';
	if (edge === 'subscribed_apps') return 'subscribed_apps';
	if (edge) return 'other';
	if (node === 'access_token') return 'long_lived';
	if (node === 'refresh_access_token') return 'refresh';
	return /^(me|\d+)$/.test(node) ? 'me' : 'other';
}

/** Calls that do without the basic permission. */
const WITHOUT_BASIC: readonly Endpoint[] = ['permissions', 'revoke'];

/** Everything under graph.instagram.com. */
export const graph = async (visit: Visit): Promise<Response> =>
	withMetaHeaders(visit, await answerTo(visit));

async function answerTo(visit: Visit): Promise<Response> {
	const endpoint = graphEndpoint(visit.method, visit.url.pathname);
	if (endpoint === 'long_lived') return exchangeForLongLived(visit);
	if (endpoint === 'refresh') return refresh(visit);
	const parts = graphPath(visit.url.pathname);
	const isNode = /^(me|\d+)$/.test(parts[0] ?? '');
	if (endpoint === 'other' && !isNode) return unknownPath(visit.url.pathname);

	const fields = await graphFields(visit.request, visit.url);
	const needsBasic = endpoint !== 'other' && !WITHOUT_BASIC.includes(endpoint);
	const caller = callerOf(visit, fields, { basic: needsBasic });
	if (caller instanceof Response) return caller;
	return withUsage(visit, caller.account.userId, await ofCaller(visit, caller, endpoint, fields));
}

async function ofCaller(
	visit: Visit,
	caller: Caller,
	endpoint: Endpoint,
	fields: Map<string, string>
): Promise<Response> {
	const parts = graphPath(visit.url.pathname);
	const [node = '', edge] = parts;
	const viewer = instagramViewer(visit, caller);
	const told = await answerFromContent(viewer, parts, fields);
	if (told) return told;
	if (!viewer.accountAt(node)) return unknownObject(visit.method, node);
	if (endpoint === 'other') return unknownPath(`/${edge}`);
	if (endpoint === 'permissions' || endpoint === 'revoke') return permissions(visit, caller);
	if (endpoint === 'subscribed_apps') return subscribedApps(visit, caller, fields);
	if (visit.method !== 'GET') return unsupportedRequest(visit.method);
	return profile(visit, caller, viewer, fields.get('fields'));
}

/** The node of the account (Meta, IG User): `id` always, and of the rest what is asked for. */
function profile(
	visit: Visit,
	{ account, token }: Caller,
	viewer: Viewer,
	text: string | undefined
): Response {
	const asked = askedFields(text);
	if (asked instanceof Response) return asked;
	const readers: Readers = {
		...accountReaders(viewer, account),
		id: () => appScopedId(account, token.clientId),
		user_id: () => account.userId,
		account_type: () => account.accountType
	};
	const answer = nodeAnswer(readers, asked, ['id'], (name) =>
		nonexistingField(viewer, name, 'IGUser')
	);
	if (answer instanceof Response) return answer;
	const isFlat = visit.world.switches.profileShape === 'flat';
	return jsonResponse(isFlat ? answer : { data: [answer] });
}
