import type { Refusal } from '../codes.ts';
import { exchangeError } from '../errors.ts';
import { formFields } from '../fields.ts';
import { BareNumber, jsonResponse } from '../meta-json.ts';
import type { Visit } from '../visit.ts';
import { appScopedId } from './accounts.ts';
import { SHORT_LIFE_MS } from './tokens.ts';

const REFUSALS: Record<Refusal, string> = {
	unknown: 'Matching code was not found or was already used',
	expired: 'Matching code was not found or was already used',
	used: 'This authorization code has been used',
	other_redirect_uri:
		'Error validating verification code. Please make sure your redirect_uri is identical to the ' +
		'one you used in the OAuth dialog request'
};
const REQUIRED = ['client_id', 'client_secret', 'grant_type', 'redirect_uri', 'code'] as const;

/** `POST api.instagram.com/oauth/access_token`: a code becomes a short-lived token (Meta, Business Login). */
export async function exchange(visit: Visit): Promise<Response> {
	const { world } = visit;
	const fields =
		visit.method === 'POST' ? await formFields(visit.request) : new Map<string, string>();
	const field = (name: string) => fields.get(name) ?? '';
	const missing = REQUIRED.find((name) => !field(name));
	if (missing) return exchangeError(`Missing required field ${missing}`);
	if (field('grant_type') !== 'authorization_code')
		return exchangeError(`Invalid grant_type: ${field('grant_type').slice(0, 100)}`);

	const app = world.apps.get(field('client_id'));
	if (!app || app.clientSecret !== field('client_secret'))
		return exchangeError('Invalid platform app');

	const now = world.clock.now();
	const code = world.codes.consume({
		code: field('code'),
		clientId: app.clientId,
		redirectUri: field('redirect_uri'),
		now
	});
	if (typeof code === 'string') return exchangeError(REFUSALS[code]);
	visit.account = code.username;
	const account = world.accounts.get(code.username);
	if (!account || account.role === 'refused') return exchangeError('Insufficient developer role');

	const { token } = world.tokens.issue({
		kind: 'short',
		clientId: app.clientId,
		username: account.username,
		scopes: code.scopes,
		issuedAt: now,
		expiresAt: now + SHORT_LIFE_MS
	});
	const id = appScopedId(account, app.clientId);
	const { switches } = world;
	const answer = {
		access_token: token,
		user_id: switches.userIdShape === 'number' ? new BareNumber(id) : id,
		permissions: switches.permissionsShape === 'array' ? code.scopes : code.scopes.join(','),
		...(fields.has('state') ? { state: field('state') } : {})
	};
	return jsonResponse(switches.exchangeShape === 'flat' ? answer : { data: [answer] });
}
