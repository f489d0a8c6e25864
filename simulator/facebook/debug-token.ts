import type { FacebookApp } from '../apps.ts';
import { jsonResponse } from '../meta-json.ts';
import type { Visit } from '../visit.ts';
import { appOfToken } from './app-token.ts';
import type { FacebookCaller } from './caller.ts';
import { facebookError } from './errors.ts';
import { dataAccessEnd, type Grant } from './grants.ts';
import { personId } from './people.ts';
import { ALL_FACEBOOK_SCOPES, isAboutInstagram, isAboutPages } from './scopes.ts';
import { facebookTokenProblem } from './token-problem.ts';
import type { FacebookToken } from './tokens.ts';

const seconds = (ms: number) => Math.trunc(ms / 1000);

/**
 * `/debug_token`: what a token of the same app is good for (Meta, debug_token). It answers for dead
 * tokens too: that they are not valid, and why.
 */
export function debugToken(visit: Visit, caller: FacebookCaller, input: string): Response {
	const { facebook } = visit.world;
	if (caller.kind === 'page')
		return facebookError(
			'(#100) You must provide an app access token, or a user access token that is an owner or ' +
				'developer of the app',
			100
		);
	if (!input) return facebookError('(#100) The parameter input_token is required', 100);
	const app = appOfToken(facebook, input);
	const token = facebook.tokens.find(input);
	const clientId = app?.clientId ?? token?.clientId;
	if (clientId === undefined)
		return jsonResponse({
			data: {
				error: { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' },
				is_valid: false,
				scopes: []
			}
		});
	if (clientId !== caller.app.clientId)
		return facebookError('(#100) The App_id in the input_token did not match the Viewing App', 100);
	const { name } = caller.app;
	const common = { app_id: clientId, type: 'APP', application: name, is_valid: true, scopes: [] };
	if (!token) return jsonResponse({ data: common });
	visit.account = token.username;
	return jsonResponse({ data: { ...common, ...describe(visit, caller.app, token) } });
}

function describe(visit: Visit, app: FacebookApp, token: FacebookToken) {
	const { clock, facebook } = visit.world;
	const person = facebook.people.get(token.username);
	if (!person) return {};
	const page = person.pages.find(({ id }) => id === token.pageId) ?? null;
	const error = facebookTokenProblem(token, person, page, clock.now());
	const grant = facebook.grants.find(app.clientId, token.username);
	const isValid = !error && grant !== undefined;
	return {
		type: token.kind === 'page' ? 'PAGE' : 'USER',
		expires_at: token.expiresAt === null ? 0 : seconds(token.expiresAt),
		data_access_expires_at: grant ? seconds(dataAccessEnd(grant)) : 0,
		...(error ? { error } : {}),
		is_valid: isValid,
		issued_at: seconds(token.issuedAt),
		...(page ? { profile_id: page.id } : {}),
		scopes: isValid ? ALL_FACEBOOK_SCOPES.filter((scope) => grant.granted.has(scope)) : [],
		granular_scopes: isValid ? granularScopes(grant) : [],
		user_id: personId(person, app.clientId)
	};
}

/** Which Pages and accounts each permission is for; the others are for no single one. */
function granularScopes(grant: Grant) {
	return ALL_FACEBOOK_SCOPES.filter((scope) => grant.granted.has(scope)).map((scope) => {
		if (isAboutInstagram(scope)) return { scope, target_ids: [...grant.instagramIds] };
		if (isAboutPages(scope) && scope !== 'business_management')
			return { scope, target_ids: [...grant.pageIds] };
		return { scope };
	});
}
