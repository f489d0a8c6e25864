import type { App } from '../apps.ts';
import { NOT_AVAILABLE } from '../pages/error.ts';
import { splitScopes } from '../query.ts';
import type { World } from '../world.ts';
import { BASIC, unknownScopes } from './scopes.ts';

export type AuthorizeRequest = { app: App; redirectUri: string; scopes: string[] };

const INVALID = 'Invalid Request: Request parameters are invalid:';

/** Checks the parameters of `/oauth/authorize`. @returns Meta's words on the first that is wrong */
export function readAuthorizeRequest(
	world: World,
	query: URLSearchParams
): AuthorizeRequest | string {
	const clientId = query.get('client_id') ?? '';
	if (!clientId || clientId === 'undefined' || clientId === 'null' || /["']/.test(clientId))
		return NOT_AVAILABLE;
	const app = world.apps.get(clientId);
	if (!app) return 'Invalid platform app';
	if (query.get('response_type') !== 'code') return `${INVALID} Invalid response_type`;
	const redirectUri = query.get('redirect_uri') ?? '';
	if (!app.redirectUris.includes(redirectUri)) return `${INVALID} Invalid redirect_uri`;
	const scopes = splitScopes(query.get('scope') ?? '');
	const unknown = unknownScopes(scopes);
	if (!scopes.length || unknown.length)
		return `${INVALID} Invalid scope: ${unknown.join(', ').slice(0, 300)}`;
	return { app, redirectUri, scopes: [...new Set([BASIC, ...scopes])] };
}
