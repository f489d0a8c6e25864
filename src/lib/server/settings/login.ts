import { authPath, LOGINS, PROVIDER_IDS, type ProviderId, settingName } from '../../logins.ts';
import type { Environment } from './environment.ts';
import type { Origin } from './origin.ts';
import { PRACTICE_APPS, type Practice } from './practice.ts';

/** What one login needs of its Meta app. */
export type LoginSettings = {
	clientId: string;
	clientSecret: string;
	/** Sent byte for byte. */
	redirectUri: string;
	/** False where the browser cannot come back by itself: connecting goes through the paste page. */
	redirectIsOnOrigin: boolean;
	/** The configuration at Meta that stands in the place of scopes, where the login knows such. */
	configId?: string | null;
};

/** The logins with their Meta apps; null where none is set. */
export type Logins = { [id in ProviderId]?: LoginSettings | null };

/** Where Meta sends the browser back to, whether or not the login has an app yet. */
export type Redirects = Record<
	ProviderId,
	Pick<LoginSettings, 'redirectUri' | 'redirectIsOnOrigin'>
>;

export const readRedirects = (source: Environment, origin: Origin) =>
	Object.fromEntries(PROVIDER_IDS.map((id) => [id, readRedirect(source, origin, id)])) as Redirects;

/** Every login as the environment has it. */
export const readLogins = (source: Environment, origin: Origin, practice: Practice | null) =>
	Object.fromEntries(
		PROVIDER_IDS.map((id) => [id, readLogin(source, origin, practice, id)])
	) as Record<ProviderId, LoginSettings | null>;

function readLogin(
	source: Environment,
	origin: Origin,
	practice: Practice | null,
	id: ProviderId
): LoginSettings | null {
	const credentials = readCredentials(source, id);
	const redirect = readRedirect(source, origin, id);
	const configuration = LOGINS[id].hasConfiguration
		? { configId: source.exact(settingName(id, 'CONFIG_ID')) ?? null }
		: {};
	if (practice) {
		const app = PRACTICE_APPS[id];
		return app ? { ...app, ...redirect } : null;
	}
	return credentials && { ...credentials, ...redirect, ...configuration };
}

/** Their shape is judged on the setup page: here it counts only that there are two. */
function readCredentials(source: Environment, login: ProviderId) {
	const id = settingName(login, 'CLIENT_ID');
	const secret = settingName(login, 'CLIENT_SECRET');
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
	const name = settingName(provider, 'REDIRECT_URI');
	const path = authPath(provider, 'callback');
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
export const configuredLogins = (logins: Logins): ProviderId[] =>
	PROVIDER_IDS.filter((id) => logins[id]);

/** The same with what is set of each. */
export const configuredApps = (logins: Logins) =>
	PROVIDER_IDS.flatMap((id) => {
		const app = logins[id];
		return app ? [{ id, app }] : [];
	});

/** Whether Meta cannot lead browsers back by this login: its redirect address is off ORIGIN. */
export const endsByPaste = (logins: Logins, login: ProviderId): boolean =>
	logins[login]?.redirectIsOnOrigin === false;
