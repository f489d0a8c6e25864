import {
	garbageToken,
	missingToken,
	permissionMissing,
	tokenProblem,
	unsupportedRequest
} from '../errors.ts';
import type { Visit } from '../visit.ts';
import type { Account } from './accounts.ts';
import { BASIC } from './scopes.ts';
import type { Token } from './tokens.ts';

export type Caller = { token: Token; account: Account };

/**
 * Who calls a Graph address, from `access_token` or the Bearer header; or Meta's refusal. A bad
 * token is told (190) before a missing role (100), a missing role before a missing permission (10).
 */
export function callerOf(
	visit: Visit,
	fields: Map<string, string>,
	needs: { basic: boolean } = { basic: true }
): Caller | Response {
	const { world, method } = visit;
	const bearer = /^(?:Bearer|OAuth)\s+(.+)$/i.exec(
		visit.request.headers.get('authorization') ?? ''
	);
	const text = fields.get('access_token') ?? bearer?.[1]?.trim();
	if (!text) return missingToken();
	// Tokens of the Basic Display API, dead since 2024-12-04, are not even called invalid.
	if (/^IGQ[VW]/.test(text)) return unsupportedRequest(method);
	const token = world.tokens.find(text);
	const account = token && world.accounts.get(token.username);
	if (!token || !account) return garbageToken();
	visit.account = account.username;
	const problem = tokenProblem(token, account, world.clock.now(), world.switches);
	if (problem) return problem;
	if (account.role !== 'accepted') return unsupportedRequest(method);
	if (needs.basic && !token.scopes.includes(BASIC)) return permissionMissing();
	return { token, account };
}
