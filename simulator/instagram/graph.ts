import type { Endpoint } from '../calls.ts';
import { graphError, unknownObject, unknownPath, unsupportedRequest } from '../errors.ts';
import { graphFields } from '../fields.ts';
import { jsonResponse } from '../meta-json.ts';
import { askedFields, nodeAnswer, type Readers } from '../node.ts';
import { usageHeaders } from '../usage.ts';
import type { Visit } from '../visit.ts';
import { type Account, appScopedId } from './accounts.ts';
import { type Caller, callerOf } from './caller.ts';
import { permissions, subscribedApps } from './edges.ts';
import { exchangeForLongLived, refresh } from './long-lived.ts';
import { pictureAddress } from './pictures.ts';

/** Versions from v3.2 on are served, and none; slashes may be repeated, as real clients do. */
const OLDEST_VERSION = 3.2;

/** The parts of a Graph path without its version. */
export function graphPath(pathname: string): string[] {
	const parts = pathname.split('/').filter(Boolean);
	const version = /^v(\d+\.\d+)$/.exec(parts[0] ?? '')?.[1];
	return version && Number(version) >= OLDEST_VERSION ? parts.slice(1) : parts;
}

export function graphEndpoint(method: string, pathname: string): Endpoint {
	const [node, edge, ...rest] = graphPath(pathname);
	if (rest.length || !node) return 'other';
	if (edge === 'permissions') return method === 'DELETE' ? 'revoke' : 'permissions';
	if (edge === 'subscribed_apps') return 'subscribed_apps';
	if (edge) return 'other';
	if (node === 'access_token') return 'long_lived';
	if (node === 'refresh_access_token') return 'refresh';
	return /^(me|\d+)$/.test(node) ? 'me' : 'other';
}

/** Everything under graph.instagram.com. */
export async function graph(visit: Visit): Promise<Response> {
	const endpoint = graphEndpoint(visit.method, visit.url.pathname);
	if (endpoint === 'long_lived') return exchangeForLongLived(visit);
	if (endpoint === 'refresh') return refresh(visit);
	const [node = '', edge] = graphPath(visit.url.pathname);
	const isNode = /^(me|\d+)$/.test(node);
	if (endpoint === 'other' && !isNode) return unknownPath(visit.url.pathname);

	const fields = await graphFields(visit.request, visit.url);
	const caller = callerOf(visit, fields, {
		basic: endpoint === 'me' || endpoint === 'subscribed_apps'
	});
	if (caller instanceof Response) return caller;
	const own = [caller.account.userId, appScopedId(caller.account, caller.token.clientId)];
	if (node !== 'me' && !own.includes(node)) return unknownObject(visit.method, node);
	if (endpoint === 'other') return unknownPath(`/${edge}`);
	if (endpoint === 'permissions' || endpoint === 'revoke') return permissions(visit, caller);
	if (endpoint === 'subscribed_apps') return subscribedApps(visit, caller, fields);
	if (visit.method !== 'GET') return unsupportedRequest(visit.method);
	return profile(visit, caller, fields.get('fields'));
}

/** The node of the account (Meta, IG User): `id` always, and of the rest what is asked for. */
function profile(visit: Visit, { account, token }: Caller, text: string | undefined): Response {
	const asked = askedFields(text);
	if (asked instanceof Response) return asked;
	const readers = profileReaders(visit, account, token.clientId);
	const answer = nodeAnswer(readers, asked, ['id'], (name) =>
		graphError({
			message: `(#100) Tried accessing nonexisting field (${name})`,
			type: 'IGApiException',
			code: 100
		})
	);
	if (answer instanceof Response) return answer;
	const { switches } = visit.world;
	const usage = switches.usageHeaders ? usageHeaders(account.userId) : {};
	return jsonResponse(switches.profileShape === 'flat' ? answer : { data: [answer] }, 200, usage);
}

function profileReaders(visit: Visit, account: Account, clientId: string): Readers {
	return {
		id: () => appScopedId(account, clientId),
		user_id: () => account.userId,
		username: () => account.username,
		name: () => account.name,
		account_type: () => account.accountType,
		profile_picture_url: () => pictureAddress(visit, account),
		followers_count: () => account.followersCount,
		follows_count: () => account.followsCount,
		media_count: () => account.mediaCount,
		biography: () => account.biography,
		website: () => account.website
	};
}
