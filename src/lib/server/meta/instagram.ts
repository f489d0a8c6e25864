import { TokenRequestResult } from '@oslojs/oauth2';
import type * as z from 'zod';
import { MetaRefused } from './errors.ts';
import { judge } from './judge.ts';
import type {
	Ingredients,
	LongLivedToken,
	Patience,
	ProviderOf,
	ShortLivedToken
} from './provider.ts';
import { type Request, send } from './request.ts';
import { longLivedAnswer, profileAnswer, revokeAnswer, shortLivedAnswer } from './schemas.ts';
import { INVENTED_CODE, type TriesApp, triedByCode } from './try-app.ts';

const PROFILE_FIELDS = 'id,user_id,username,name,account_type,profile_picture_url';

/**
 * Business Login for Instagram: developers.facebook.com/documentation/instagram-platform, "Business
 * Login for Instagram". A code lives an hour, its token an hour, the long-lived one 60 days from
 * its latest refresh; Meta offers no PKCE. The token endpoints have no version in their path.
 */
export function instagram({
	settings,
	addresses,
	fetch,
	over
}: Ingredients<'instagram'>): ProviderOf<'instagram'> & TriesApp {
	const { clientId, clientSecret, redirectUri } = settings;
	const { hosts, graphVersion } = addresses;
	const me = `${hosts.graph}/${graphVersion}/me`;

	const ask = async <T>(request: Request, schema: z.ZodType<T>, secrets: string[]) =>
		judge(await send(request, fetch, over), schema, [clientSecret, ...secrets]);

	const longLived = async (request: Request, accessToken: string): Promise<LongLivedToken> => {
		const result = new TokenRequestResult(await ask(request, longLivedAnswer, [accessToken]));
		return {
			accessToken: result.accessToken(),
			expiresIn: result.accessTokenExpiresInSeconds()
		};
	};

	const exchangeCode = async (code: string, patience: Patience): Promise<ShortLivedToken> => {
		const form = new URLSearchParams({
			client_id: clientId,
			client_secret: clientSecret,
			grant_type: 'authorization_code',
			redirect_uri: redirectUri,
			code
		});
		const url = new URL(`${hosts.api}/oauth/access_token`);
		const answer = await ask({ method: 'POST', url, form, ...patience }, shortLivedAnswer, [code]);
		return {
			accessToken: new TokenRequestResult(answer).accessToken(),
			appScopedId: answer.user_id ?? null,
			permissions: answer.permissions ?? null
		};
	};

	return {
		id: 'instagram',
		ping: null,
		readPage: null,

		createAuthorizationURL(state, scopes, { forceReauth }) {
			return withQuery(`${hosts.web}/oauth/authorize`, {
				client_id: clientId,
				redirect_uri: redirectUri,
				response_type: 'code',
				scope: scopes.join(','),
				state,
				...(forceReauth ? { force_reauth: 'true' } : {})
			});
		},

		exchangeCode,

		/** Meta has no call for it: an invented code is refused, and the words tell why. */
		tryApp: (patience) =>
			exchangeCode(INVENTED_CODE, patience).then(
				() => ({ verdict: 'untold', cause: 'unexpected', words: null }),
				(error: unknown) => triedByCode(error, [clientSecret])
			),

		exchangeForLongLived(accessToken, patience) {
			const url = withQuery(`${hosts.graph}/access_token`, {
				grant_type: 'ig_exchange_token',
				client_secret: clientSecret,
				access_token: accessToken
			});
			return longLived({ method: 'GET', url, ...patience }, accessToken);
		},

		refresh(accessToken, patience) {
			const url = withQuery(`${hosts.graph}/refresh_access_token`, {
				grant_type: 'ig_refresh_token',
				access_token: accessToken
			});
			return longLived({ method: 'GET', url, ...patience }, accessToken);
		},

		async readProfile(accessToken, patience) {
			const url = withQuery(me, { fields: PROFILE_FIELDS, access_token: accessToken });
			const answer = await ask({ method: 'GET', url, ...patience }, profileAnswer, [accessToken]);
			return {
				accountId: answer.user_id,
				appScopedId: answer.id,
				username: answer.username,
				name: answer.name ?? null,
				accountType: answer.account_type ?? null,
				pictureUrl: answer.profile_picture_url ?? null
			};
		},

		/** Undocumented for this login; clients in the wild send it, so Meta's answer is told. */
		async revoke(accessToken, patience) {
			const url = withQuery(`${me}/permissions`, { access_token: accessToken });
			const isRevoked = await ask({ method: 'DELETE', url, ...patience }, revokeAnswer, [
				accessToken
			]);
			if (!isRevoked) throw new MetaRefused(NOT_REVOKED);
		}
	};
}

const NOT_REVOKED = {
	httpStatus: 200,
	code: null,
	subcode: null,
	type: null,
	isTransient: false,
	words: 'success: false'
};

function withQuery(address: string, query: Record<string, string>): URL {
	const url = new URL(address);
	url.search = new URLSearchParams(query).toString();
	return url;
}
