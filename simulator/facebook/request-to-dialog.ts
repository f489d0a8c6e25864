import type { FacebookApp } from '../apps.ts';
import { splitScopes } from '../query.ts';
import type { Person } from './people.ts';
import { PUBLIC_PROFILE } from './scopes.ts';
import type { FacebookWorld } from './world.ts';

export type DialogRequest = {
	app: FacebookApp;
	redirectUri: string;
	scopes: string[];
	/** Facebook Login for Business: every permission, or none at all. */
	isAllOrNothing: boolean;
	/** Permissions that were declined before are asked for again. */
	isRerequest: boolean;
	/** The person has to log in again. */
	isReauthentication: boolean;
};

/** What the dialog shows for ticking. */
export type Offer = {
	scopes: string[];
	/** Null where no permission is about Pages, or about Instagram accounts. */
	pages: Person['pages'] | null;
	isInstagramAsked: boolean;
};

const DEVELOPERS_ONLY =
	'This message is only shown to developers. Users of your app will ignore these permissions if ' +
	'present. Please read the documentation for valid permissions at: ' +
	'https://developers.facebook.com/docs/facebook-login/permissions';

/** Checks the parameters of `/dialog/oauth`. @returns Facebook's words on the first that is wrong */
export function readDialogRequest(
	world: FacebookWorld,
	query: URLSearchParams
): DialogRequest | string {
	const app = world.apps.get(query.get('client_id') ?? '');
	if (!app) return 'Invalid App ID: The provided app ID does not look like a valid app ID.';
	const redirectUri = query.get('redirect_uri') ?? '';
	const address = complaintAboutRedirect(app, redirectUri);
	if (address) return address;
	const responseType = query.get('response_type') ?? 'code';
	if (responseType !== 'code')
		return `Invalid response_type: ${responseType.slice(0, 100)}. Only "code" is served here.`;

	const asked = askedScopes(app, query);
	if (typeof asked === 'string') return asked;
	const authTypes = splitScopes(query.get('auth_type') ?? '');
	return {
		app,
		redirectUri,
		...asked,
		isRerequest: authTypes.includes('rerequest'),
		isReauthentication: authTypes.includes('reauthenticate')
	};
}

function complaintAboutRedirect(app: FacebookApp, redirectUri: string): string | null {
	if (!redirectUri) return 'The parameter redirect_uri is required';
	if (!URL.canParse(redirectUri)) return "redirect_uri isn't an absolute URI. Check RFC 3986.";
	if (app.redirectUris.includes(redirectUri)) return null;
	return (
		"URL blocked: This redirect failed because the redirect URI is not whitelisted in the app's " +
		'Client OAuth Settings. Make sure Client and Web OAuth Login are on and add all your app ' +
		'domains as Valid OAuth Redirect URIs.'
	);
}

/** A configuration takes the place of `scope` (Meta, Facebook Login for Business). */
function askedScopes(
	app: FacebookApp,
	query: URLSearchParams
): { scopes: string[]; isAllOrNothing: boolean } | string {
	const configId = query.get('config_id');
	const config = app.configs.find(({ id }) => id === configId);
	if (configId !== null && !config)
		return `Invalid configuration ID: the app has no configuration ${configId.slice(0, 100)}.`;
	const asked = config?.scopes ?? splitScopes(query.get('scope') ?? '');
	const unknown = asked.filter((scope) => !app.scopes.includes(scope));
	if (unknown.length)
		return `Invalid Scopes: ${unknown.join(', ').slice(0, 300)}. ${DEVELOPERS_ONLY}`;
	return {
		scopes: [...new Set([PUBLIC_PROFILE, ...asked])],
		isAllOrNothing: config !== undefined
	};
}
