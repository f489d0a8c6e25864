import { createHmac } from 'node:crypto';
import type { FacebookApp } from '../apps.ts';
import type { FacebookWorld } from './world.ts';

/** The app token that `client_credentials` gives; like the id and the secret, it never ends. */
export function appToken(app: FacebookApp): string {
	const mark = createHmac('sha256', app.clientSecret).update('app token').digest('base64url');
	return `${app.clientId}|${mark.slice(0, 27)}`;
}

/** The app whose token this is; `ID|SECRET` counts as one too (Meta, access tokens). */
export function appOfToken(world: FacebookWorld, text: string): FacebookApp | null {
	const app = world.apps.get(text.slice(0, text.indexOf('|')));
	if (!app) return null;
	return text === `${app.clientId}|${app.clientSecret}` || text === appToken(app) ? app : null;
}

/** `appsecret_proof` (Meta, Securing Graph API Requests): HMAC-SHA256 of the token, in hex. */
export const proofOf = (app: FacebookApp, token: string) =>
	createHmac('sha256', app.clientSecret).update(token).digest('hex');
