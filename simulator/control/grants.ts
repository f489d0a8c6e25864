import { BASIC, unknownScopes } from '../instagram/scopes.ts';
import { SHORT_LIFE_MS } from '../instagram/tokens.ts';
import type { World } from '../world.ts';
import {
	BadInput,
	choice,
	type Fields,
	list,
	onlyKnown,
	requiredText,
	text,
	wholeNumber
} from './input.ts';

const KINDS = ['short', 'long'] as const;
const OLDEST_MS = 10 * 365 * 86_400_000;

function scopesOf(fields: Fields): string[] {
	const scopes = list(fields, 'scopes') ?? [BASIC];
	const unknown = unknownScopes(scopes);
	if (unknown.length) throw new BadInput(`Unknown scope "${unknown[0]}".`);
	return scopes;
}

function accountOf(world: World, fields: Fields) {
	const account = world.accounts.get(requiredText(fields, 'username', 30));
	if (!account) throw new BadInput('There is no account of that username.');
	return account;
}

function appOf(world: World, clientId: string | null) {
	const app = clientId === null ? [...world.apps.values()][0] : world.apps.get(clientId);
	if (!app) throw new BadInput('There is no app with that clientId.');
	return app;
}

/** A code as the consent page would give it, for clients without a browser. */
export function grantCode(world: World, fields: Fields): { code: string } {
	onlyKnown(fields, ['clientId', 'redirectUri', 'username', 'scopes']);
	const app = appOf(world, text(fields, 'clientId', 100));
	const redirectUri = requiredText(fields, 'redirectUri', 2000);
	if (!app.redirectUris.includes(redirectUri))
		throw new BadInput('redirectUri is not one of the redirect URIs of that app.');
	const { code } = world.codes.issue({
		clientId: app.clientId,
		redirectUri,
		username: accountOf(world, fields).username,
		scopes: scopesOf(fields),
		issuedAt: world.clock.now()
	});
	return { code };
}

/** A token as the dashboard's "Generate token" button would give it, of any age. */
export function grantToken(world: World, fields: Fields): { token: string } {
	onlyKnown(fields, ['clientId', 'username', 'kind', 'ageMs', 'scopes']);
	const kind = choice(fields, 'kind', KINDS) ?? 'long';
	const issuedAt = world.clock.now() - (wholeNumber(fields, 'ageMs', 0, OLDEST_MS) ?? 0);
	const lifeMs = kind === 'short' ? SHORT_LIFE_MS : world.switches.longLivedSeconds * 1000;
	const { token } = world.tokens.issue({
		kind,
		clientId: appOf(world, text(fields, 'clientId', 100)).clientId,
		username: accountOf(world, fields).username,
		scopes: scopesOf(fields),
		issuedAt,
		expiresAt: issuedAt + lifeMs
	});
	return { token };
}
