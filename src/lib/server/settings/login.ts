import type { ProviderId } from '../../view.ts';
import type { Environment } from './environment.ts';
import type { Origin } from './origin.ts';
import { PRACTICE_APP, PRACTICE_FACEBOOK_APP, type Practice } from './practice.ts';

/** What one login needs of its Meta app. */
export type LoginSettings = {
	clientId: string;
	clientSecret: string;
	/** Sent byte for byte. */
	redirectUri: string;
	/** False where the browser cannot come back by itself: connecting goes through the paste page. */
	redirectIsOnOrigin: boolean;
};

/** The logins with their Meta apps; null where none is set. */
export type Logins = {
	instagram: LoginSettings | null;
	facebook: (LoginSettings & { configId: string | null }) | null;
};

export function instagramLogin(
	source: Environment,
	origin: Origin,
	practice: Practice | null
): LoginSettings | null {
	const credentials = readCredentials(source, 'INSTAGRAM');
	const redirect = readRedirect(source, origin, 'instagram');
	if (practice) return { ...PRACTICE_APP, ...redirect };
	return credentials && { ...credentials, ...redirect };
}

export function facebookLogin(
	source: Environment,
	origin: Origin,
	practice: Practice | null
): Logins['facebook'] {
	const credentials = readCredentials(source, 'FACEBOOK');
	const redirect = readRedirect(source, origin, 'facebook');
	const configId = source.exact('FACEBOOK_CONFIG_ID') ?? null;
	if (practice) return { ...PRACTICE_FACEBOOK_APP, ...redirect };
	return credentials && { ...credentials, ...redirect, configId };
}

/** Their shape is judged on the setup page: here it counts only that there are two. */
function readCredentials(source: Environment, name: 'INSTAGRAM' | 'FACEBOOK') {
	const id = `${name}_CLIENT_ID`;
	const secret = `${name}_CLIENT_SECRET`;
	const clientId = source.exact(id);
	const clientSecret = source.secret(secret);
	if (source.isSet(id) && !source.isSecretSet(secret)) {
		source.problem(`${id} is set without ${secret}; set both, or neither.`);
	}
	if (source.isSecretSet(secret) && !source.isSet(id)) {
		source.problem(`${secret} is set without ${id}; set both, or neither.`);
	}
	return clientId !== undefined && clientSecret !== undefined ? { clientId, clientSecret } : null;
}

/** RFC 6749 section 3.1.2: absolute, without a fragment. Off ORIGIN it may lead nowhere. */
function readRedirect(source: Environment, origin: Origin, provider: ProviderId) {
	const name = `${provider.toUpperCase()}_REDIRECT_URI`;
	const path = `/auth/${provider}/callback`;
	const unset = { redirectUri: origin.url.origin + path, redirectIsOnOrigin: true };
	const text = source.text(name);
	if (text === undefined) return unset;
	const url = URL.canParse(text) ? new URL(text) : null;
	if (!url || !/^https?:\/\/[^/]/i.test(text) || /[\s#@]/.test(text)) {
		source.problem(
			`${name} must be a whole address without a fragment, such as https://localhost${path}.`
		);
		return unset;
	}
	const redirectIsOnOrigin = origin.isKnown && url.origin === origin.url.origin;
	if (redirectIsOnOrigin && !isCallback(url, path)) {
		source.problem(`${name} is on ORIGIN, so its path must be ${path}.`);
	} else if (!redirectIsOnOrigin && url.protocol !== 'https:' && origin.isKnown) {
		source.problem(`${name} must begin with ORIGIN, or be an https address elsewhere.`);
	}
	return { redirectUri: text, redirectIsOnOrigin };
}

/** Meta's dashboard may add a slash, and both ways are served. */
const isCallback = (url: URL, path: string) =>
	url.pathname.replace(/\/$/, '') === path && url.search === '';

/** The logins that have a Meta app, the default first. */
export const configuredLogins = ({ instagram, facebook }: Logins): ProviderId[] => [
	...(instagram ? (['instagram'] as const) : []),
	...(facebook ? (['facebook'] as const) : [])
];

/** Whether Meta cannot lead browsers back by this login: its redirect address is off ORIGIN. */
export const endsByPaste = (logins: Logins, login: ProviderId): boolean =>
	logins[login]?.redirectIsOnOrigin === false;
