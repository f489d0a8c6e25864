import { graphError, unsupportedRequest } from '../errors.ts';
import { graphFields } from '../fields.ts';
import { jsonResponse } from '../meta-json.ts';
import type { Switches } from '../switches.ts';
import type { Visit } from '../visit.ts';
import { callerOf } from './caller.ts';
import { REFRESH_FROM_AGE_MS } from './tokens.ts';

const invalidParameter = (message: string) =>
	graphError({ message, type: 'IGApiException', code: 100 });

function expiresIn(switches: Switches): object {
	switch (switches.expiresInAnswer) {
		case 'true':
			return { expires_in: switches.longLivedSeconds };
		case 'missing':
			return {};
		case 'string':
			return { expires_in: String(switches.longLivedSeconds) };
		case 'zero':
			return { expires_in: 0 };
		case 'negative':
			return { expires_in: -1 };
		case 'huge':
			return { expires_in: 9_007_199_254_740_991 };
	}
}

function answer(token: string, switches: Switches, more: object = {}): Response {
	return jsonResponse({
		access_token: token,
		token_type: 'bearer',
		...expiresIn(switches),
		...more
	});
}

/** `GET /access_token`: a short-lived token becomes one of 60 days (Meta, reference/access_token). */
export async function exchangeForLongLived(visit: Visit): Promise<Response> {
	if (visit.method !== 'GET') return unsupportedRequest(visit.method);
	const { world, url } = visit;
	const fields = await graphFields(visit.request, url);
	const caller = callerOf(visit, fields);
	if (caller instanceof Response) return caller;
	if (fields.get('grant_type') !== 'ig_exchange_token')
		return invalidParameter('Invalid grant_type');
	const { token } = caller;
	if (!fields.get('client_secret')) return invalidParameter('Missing client_secret');
	if (world.apps.get(token.clientId)?.clientSecret !== fields.get('client_secret'))
		return graphError({ message: 'Error validating client secret.', code: 1 });
	if (token.kind === 'long') return invalidParameter('The access token is not a short-lived token');

	const now = world.clock.now();
	const issued = world.tokens.issue({
		...token,
		kind: 'long',
		issuedAt: now,
		expiresAt: now + world.switches.longLivedSeconds * 1000
	});
	return answer(issued.token, world.switches);
}

/** `GET /refresh_access_token`: another 60 days from now (Meta, reference/refresh_access_token). */
export async function refresh(visit: Visit): Promise<Response> {
	if (visit.method !== 'GET') return unsupportedRequest(visit.method);
	const { world } = visit;
	const fields = await graphFields(visit.request, visit.url);
	const caller = callerOf(visit, fields);
	if (caller instanceof Response) return caller;
	if (fields.get('grant_type') !== 'ig_refresh_token')
		return invalidParameter('Invalid grant_type');

	const { token } = caller;
	const { switches } = world;
	const now = world.clock.now();
	if (token.kind === 'short' || now - token.issuedAt < REFRESH_FROM_AGE_MS)
		return graphError({
			message: switches.tooEarlyMessage,
			type: 'IGApiException',
			code: switches.tooEarlyCode,
			status: switches.tooEarlyStatus
		});

	const life = { issuedAt: now, expiresAt: now + switches.longLivedSeconds * 1000 };
	const permissions = switches.refreshTellsPermissions
		? { permissions: token.scopes.join(',') }
		: {};
	if (!switches.refreshRotates) {
		Object.assign(token, life);
		return answer(token.token, switches, permissions);
	}
	const issued = world.tokens.issue({ ...token, ...life });
	if (switches.refreshKillsOld) token.death = 'replaced';
	return answer(issued.token, switches, permissions);
}
