import type { FacebookApp } from '../apps.ts';
import type { Refusal } from '../codes.ts';
import { graphFields } from '../fields.ts';
import { jsonResponse } from '../meta-json.ts';
import type { Visit } from '../visit.ts';
import { appToken } from './app-token.ts';
import { facebookError } from './errors.ts';
import { exchangeForLongLivedUser } from './long-lived.ts';
import { SHORT_USER_LIFE_MS } from './tokens.ts';

const REFUSALS: Record<Refusal, () => Response> = {
	unknown: () => facebookError('Invalid verification code format.', 100),
	used: () => facebookError('This authorization code has been used.', 100, 36_009),
	expired: () => facebookError('This authorization code has expired.', 100, 36_007),
	other_redirect_uri: () =>
		facebookError(
			'Error validating verification code. Please make sure your redirect_uri is identical to ' +
				'the one you used in the OAuth dialog request',
			100,
			36_008
		)
};

/** Id and secret from parameters, or from the header of HTTP Basic (RFC 6749, 2.3.1). */
export function clientFields(request: Request, fields: Map<string, string>): Map<string, string> {
	const basic = /^Basic\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
	if (!basic) return fields;
	const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
	const plain = (text: string) => new URLSearchParams(`text=${text}`).get('text') ?? '';
	return new Map([['client_id', plain(id)], ['client_secret', plain(secret)], ...fields]);
}

/** `/oauth/access_token` by GET or POST: codes, long-lived tokens, app tokens (Meta, manual flow). */
export async function facebookAccessToken(visit: Visit): Promise<Response> {
	const { facebook } = visit.world;
	const fields = clientFields(visit.request, await graphFields(visit.request, visit.url));
	const clientId = fields.get('client_id');
	if (!clientId) return facebookError('Missing client_id parameter.', 101);
	const app = facebook.apps.get(clientId);
	if (!app)
		return facebookError(
			'Error validating application. Cannot get application info due to a system error.',
			101
		);
	const secret = fields.get('client_secret');
	if (!secret) return facebookError('Missing client_secret parameter.', 1);
	if (secret !== app.clientSecret) return facebookError('Error validating client secret.', 1);
	const grantType = fields.get('grant_type') ?? 'authorization_code';
	if (grantType === 'fb_exchange_token') return exchangeForLongLivedUser(visit, app, fields);
	if (grantType === 'client_credentials')
		return jsonResponse({ access_token: appToken(app), token_type: 'bearer' });
	if (grantType !== 'authorization_code')
		return facebookError(`Invalid grant_type: ${grantType.slice(0, 100)}`, 100);
	return exchangeCode(visit, app, fields);
}

function exchangeCode(visit: Visit, app: FacebookApp, fields: Map<string, string>): Response {
	const { clock, facebook } = visit.world;
	const redirectUri = fields.get('redirect_uri');
	if (!redirectUri) return facebookError('Missing redirect_uri parameter.', 191);
	if (!URL.canParse(redirectUri))
		return facebookError("redirect_uri isn't an absolute URI. Check RFC 3986.", 191);
	const text = fields.get('code');
	if (!text) return facebookError('Missing authorization code', 1);
	const now = clock.now();
	const code = facebook.codes.consume({
		code: text,
		clientId: app.clientId,
		redirectUri,
		now
	});
	if (typeof code === 'string') return REFUSALS[code]();
	visit.account = code.username;
	const { token } = facebook.tokens.issue({
		kind: 'short',
		clientId: app.clientId,
		username: code.username,
		pageId: null,
		issuedAt: now,
		expiresAt: now + SHORT_USER_LIFE_MS
	});
	return jsonResponse({
		access_token: token,
		token_type: 'bearer',
		expires_in: SHORT_USER_LIFE_MS / 1000
	});
}
