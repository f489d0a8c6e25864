import { PORTFOLIO } from '../../logins.ts';
import { causeOf, MetaRefused, UnexpectedAnswer } from './errors.ts';
import { appSecretProof, facebookGraph, withQuery } from './facebook-graph.ts';
import {
	accountAnswer,
	anyNode,
	debugAnswer,
	linkedPages,
	pageAnswer,
	permissionEntry,
	userAnswer,
	userTokenAnswer
} from './facebook-schemas.ts';
import { judge } from './judge.ts';
import { plainWords } from './plain-words.ts';
import { portfolioPages } from './portfolio-pages.ts';
import type { Ingredients, Patience, ProviderOf, UserToken } from './provider.ts';
import { send } from './request.ts';
import { revokeAnswer } from './schemas.ts';
import { triedByAppToken, type TriesApp } from './try-app.ts';

const ACCOUNT_FIELDS = 'id,username,name,profile_picture_url';
const PAGE_FIELDS = `id,name,access_token,tasks,instagram_business_account{${ACCOUNT_FIELDS}}`;

/**
 * Facebook Login, plain or for Business: developers.facebook.com/documentation/facebook-login,
 * "Manually build a login flow", and "Instagram API with Facebook Login". A user token lasts 60
 * days and cannot be renewed; a Page token taken with it does not end by itself.
 */
export function facebook({
	settings,
	addresses,
	fetch,
	over
}: Ingredients<'facebook'>): ProviderOf<'facebook'> & TriesApp {
	const { clientId, clientSecret, redirectUri, configId = null } = settings;
	const { hosts, graphVersion } = addresses;
	const address = `${hosts.graph}/${graphVersion}`;
	const appToken = `${clientId}|${clientSecret}`;
	const graph = facebookGraph({ address, clientSecret, fetch, over });

	const exchange = async (
		given: Record<string, string>,
		secret: string,
		patience: Patience
	): Promise<UserToken> => {
		const url = withQuery(`${address}/oauth/access_token`, {
			client_id: clientId,
			client_secret: clientSecret,
			...given
		});
		const answer = await send({ method: 'GET', url, ...patience }, fetch, over);
		const token = judge(answer, userTokenAnswer, [secret, clientSecret]);
		return { accessToken: token.access_token, expiresIn: token.expires_in };
	};

	const revokeWith = async (token: string, path: string, patience: Patience) => {
		const isRevoked = await graph.ask({ method: 'DELETE', path, token }, revokeAnswer, patience);
		if (!isRevoked) throw refused(null, null, 'success: false', []);
	};

	return {
		id: 'facebook',
		appSecretProof: (accessToken) => appSecretProof(accessToken, clientSecret),
		refresh: null,

		createAuthorizationURL(state, scopes, { forceReauth, isRerequest }) {
			return withQuery(`${hosts.web}/${graphVersion}/dialog/oauth`, {
				client_id: clientId,
				redirect_uri: redirectUri,
				response_type: 'code',
				...(configId === null ? { scope: scopes.join(',') } : { config_id: configId }),
				state,
				// There is room for one; a declined permission is never shown again without rerequest.
				...(forceReauth ? { auth_type: 'reauthenticate' } : {}),
				...(isRerequest ? { auth_type: 'rerequest' } : {})
			});
		},

		/** "Access Tokens", app access token: id and secret alone make one, and nothing is kept of it. */
		tryApp: (patience) =>
			exchange({ grant_type: 'client_credentials' }, '', patience).then(
				() => ({ verdict: 'right' }),
				(error: unknown) => triedByAppToken(error, [clientSecret])
			),

		exchangeCode(code, patience) {
			return exchange({ redirect_uri: redirectUri, code }, code, patience);
		},

		exchangeForLongLived(accessToken, patience) {
			const given = { grant_type: 'fb_exchange_token', fb_exchange_token: accessToken };
			return exchange(given, accessToken, patience);
		},

		async readUser(token, patience) {
			const call = { path: 'me', token, query: { fields: 'id,name' } };
			const { id, name } = await graph.ask(call, userAnswer, patience);
			return { userId: id, name: name ?? id };
		},

		async readPermissions(token, patience) {
			const entries = await graph.askAll({ path: 'me/permissions', token }, patience);
			const told = entries.flatMap((entry) => permissionEntry.safeParse(entry).data ?? []);
			const granted = new Set(
				told.filter(({ status }) => status === 'granted').map(({ permission }) => permission)
			);
			// An expired one is as little use as a declined one, and comes back the same way: by asking.
			const others = new Set(told.map(({ permission }) => permission)).difference(granted);
			return { granted: [...granted], declined: [...others] };
		},

		async inspect(accessToken, patience) {
			const secrets = [accessToken];
			const query = { input_token: accessToken };
			const call = { path: 'debug_token', token: appToken, query, secrets };
			const token = await graph.ask(call, debugAnswer, patience);
			if (!token.is_valid) {
				const { code = null, subcode = null, message = '' } = token.error ?? {};
				throw refused(code, subcode, message, [accessToken, clientSecret]);
			}
			if (token.app_id !== clientId) throw new UnexpectedAnswer('a token of another app', 200);
			return { expiresAt: token.expires_at, dataAccessExpiresAt: token.data_access_expires_at };
		},

		async listAccounts(token, patience, granted) {
			const list = (path: string, fields: string) =>
				graph.askAll({ path, token, query: { fields } }, patience);
			const [own, shared] = await Promise.all([
				list('me/accounts', PAGE_FIELDS),
				granted?.includes(PORTFOLIO) === false ? [] : portfolioPages(list, PAGE_FIELDS)
			]);
			return linkedPages(own, shared);
		},

		async readProfile(token, patience, accountId) {
			const path = idIn(accountId, 'account');
			return graph.ask({ path, token, query: { fields: ACCOUNT_FIELDS } }, accountAnswer, patience);
		},

		/** The Page itself, which its own token may always read. */
		async ping(token, patience) {
			await graph.ask({ path: 'me', token, query: { fields: 'id' } }, anyNode, patience);
		},

		async readPage(token, patience) {
			const call = { path: 'me', token, query: { fields: 'id,name' } };
			const { id, name } = await graph.ask(call, pageAnswer, patience);
			return { id, name: name ?? id };
		},

		/** By the app's token, which needs nothing of the Page's; only if refused, by the Page's. */
		async revoke(pageToken, patience, appScopedId) {
			const path = `${idIn(appScopedId, 'user')}/permissions`;
			try {
				await revokeWith(appToken, path, patience);
			} catch (error) {
				if (!isDefinite(error)) throw error;
				await revokeWith(pageToken, path, patience);
			}
		}
	};
}

/** An id goes into a path: nothing but digits may. */
function idIn(id: string | null, whose: string): string {
	if (id === null || !/^\d{1,32}$/.test(id)) throw new UnexpectedAnswer(`no ${whose} id`, 0);
	return id;
}

const isDefinite = (error: unknown) =>
	error instanceof MetaRefused && !['throttled', 'meta_down'].includes(causeOf(error));

/** A no that came under HTTP 200. */
function refused(
	code: number | null,
	subcode: number | null,
	message: string,
	secrets: string[]
): MetaRefused {
	const words = plainWords(message, secrets);
	return new MetaRefused({ httpStatus: 200, code, subcode, type: null, isTransient: false, words });
}
