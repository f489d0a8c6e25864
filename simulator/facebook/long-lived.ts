import type { FacebookApp } from '../apps.ts';
import { jsonResponse } from '../meta-json.ts';
import type { Visit } from '../visit.ts';
import { proofOf } from './app-token.ts';
import { facebookCaller } from './caller.ts';
import { cannotParse, facebookError } from './errors.ts';

/**
 * `grant_type=fb_exchange_token`: a short-lived user token becomes one of 60 days, a living
 * long-lived one stays what it is (Meta, get-long-lived: it cannot be renewed without the user).
 */
export function exchangeForLongLivedUser(
	visit: Visit,
	app: FacebookApp,
	fields: Map<string, string>
): Response {
	const { clock, facebook, switches } = visit.world;
	const text = fields.get('fb_exchange_token');
	if (!text) return facebookError('fb_exchange_token parameter not specified', 1);
	if (facebook.tokens.find(text)?.clientId !== app.clientId) return cannotParse();
	// The secret came along, so that a proof is never missed here.
	const proof = fields.get('appsecret_proof') ?? proofOf(app, text);
	const caller = facebookCaller(visit, new Map([['appsecret_proof', proof]]), text);
	if (caller instanceof Response) return caller;
	if (caller.kind !== 'user') return cannotParse();

	const now = clock.now();
	const token =
		caller.token.kind === 'long'
			? caller.token
			: facebook.tokens.issue({
					...caller.token,
					kind: 'long',
					issuedAt: now,
					expiresAt: now + switches.longLivedSeconds * 1000
				});
	const left = Math.round(((token.expiresAt ?? now) - now) / 1000);
	return jsonResponse({
		access_token: token.token,
		token_type: 'bearer',
		...(switches.facebookExpiresIn === 'true' ? { expires_in: left } : {})
	});
}
