import {
	type App,
	DEFAULT_APP,
	DEFAULT_FACEBOOK_APP,
	type FacebookApp,
	facebookConfig
} from './apps.ts';

export type Options = {
	host: string;
	/** 0 for any free port. */
	port: number;
	/** Where others reach the simulator, if that is not where it listens; no slash at the end. */
	publicUrl: string | null;
	apps: App[];
	facebookApps: FacebookApp[];
};

export const DEFAULT_OPTIONS: Options = {
	host: '127.0.0.1',
	port: 4174,
	publicUrl: null,
	apps: [DEFAULT_APP],
	facebookApps: [DEFAULT_FACEBOOK_APP]
};

/**
 * Reads `SIMULATOR_…` variables; one that is set to nothing is unset.
 * @returns the options, or a sentence on each value that cannot be
 */
export function readOptions(given: Record<string, string | undefined>): Options | string[] {
	const environment: typeof given = Object.fromEntries(
		Object.entries(given).filter(([, value]) => value?.trim())
	);
	const wrong: string[] = [];
	const value = (name: string, fallback: string) => environment[name] ?? fallback;

	const port = value('SIMULATOR_PORT', String(DEFAULT_OPTIONS.port));
	if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
		wrong.push('SIMULATOR_PORT must be a whole number from 0 to 65535.');
	const host = value('SIMULATOR_HOST', DEFAULT_OPTIONS.host);
	if (!/^[\w.:-]+$/.test(host)) wrong.push('SIMULATOR_HOST must be a host name or an address.');
	const publicUrl = environment.SIMULATOR_URL ?? null;
	if (publicUrl !== null && !isPlainOrigin(publicUrl))
		wrong.push('SIMULATOR_URL must be an address such as http://meta.test:4174, without a path.');
	const app = readApp('SIMULATOR', DEFAULT_APP, environment, wrong);
	const facebookApp = readApp('SIMULATOR_FACEBOOK', DEFAULT_FACEBOOK_APP, environment, wrong);
	const configIds = environment.SIMULATOR_FACEBOOK_CONFIG_IDS?.split(',').map((id) => id.trim());
	if (configIds && !configIds.every((id) => /^\d{1,30}$/.test(id)))
		wrong.push('SIMULATOR_FACEBOOK_CONFIG_IDS must be digits, separated by commas.');

	if (wrong.length) return wrong;
	return {
		host,
		port: Number(port),
		publicUrl: publicUrl && new URL(publicUrl).origin,
		apps: [app],
		facebookApps: [
			{
				...DEFAULT_FACEBOOK_APP,
				...facebookApp,
				configs: configIds?.map(facebookConfig) ?? DEFAULT_FACEBOOK_APP.configs
			}
		]
	};
}

/** `…_CLIENT_ID`, `…_CLIENT_SECRET` and `…_REDIRECT_URIS`; what cannot be is added to `wrong`. */
function readApp(
	prefix: string,
	fallback: App,
	environment: Record<string, string | undefined>,
	wrong: string[]
): App {
	const clientId = environment[`${prefix}_CLIENT_ID`] ?? fallback.clientId;
	if (!/^[\w.-]{1,100}$/.test(clientId))
		wrong.push(`${prefix}_CLIENT_ID must be 1 to 100 letters or digits.`);
	const clientSecret = environment[`${prefix}_CLIENT_SECRET`] ?? fallback.clientSecret;
	const redirectUris =
		environment[`${prefix}_REDIRECT_URIS`]?.split(',').map((uri) => uri.trim()) ??
		fallback.redirectUris;
	if (!redirectUris.every(isRedirectUri))
		wrong.push(`${prefix}_REDIRECT_URIS must be whole addresses, separated by commas.`);
	return { name: fallback.name, clientId, clientSecret, redirectUris };
}

function isPlainOrigin(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const url = new URL(text);
	return /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash;
}

/** An absolute address of any scheme that leads somewhere, without a fragment (RFC 6749, 3.1.2). */
export function isRedirectUri(text: string): boolean {
	if (!URL.canParse(text) || /[#\s]/.test(text)) return false;
	return !/^(javascript|data|blob|file|vbscript|about):/i.test(text);
}
