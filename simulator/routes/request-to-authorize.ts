import type { App } from '../apps.ts';
import { NOT_AVAILABLE } from '../pages/error.ts';
import { BASIC, splitScopes, unknownScopes } from '../scopes.ts';
import type { World } from '../world.ts';

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

/** The part of a query after `name=`, exactly as it was sent, or null where it was not. */
export function rawParameter(search: string, name: string): string | null {
	const pair = search
		.replace(/^\?/, '')
		.split('&')
		.find((part) => part === name || part.startsWith(`${name}=`));
	return pair === undefined ? null : pair.slice(name.length + 1);
}

/** A query without one of its parameters, all others byte for byte. */
export function withoutParameter(search: string, name: string): string {
	return search
		.replace(/^\?/, '')
		.split('&')
		.filter((part) => part !== name && !part.startsWith(`${name}=`))
		.join('&');
}
