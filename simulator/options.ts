import { type App, DEFAULT_APP } from './apps.ts';

export type Options = {
	host: string;
	/** 0 for any free port. */
	port: number;
	/** Where others reach the simulator, if that is not where it listens; no slash at the end. */
	publicUrl: string | null;
	apps: App[];
};

export const DEFAULT_OPTIONS: Options = {
	host: '127.0.0.1',
	port: 4174,
	publicUrl: null,
	apps: [DEFAULT_APP]
};

/** Reads `SIMULATOR_…` variables. @returns the options, or a sentence on each value that cannot be */
export function readOptions(environment: Record<string, string | undefined>): Options | string[] {
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
	const clientId = value('SIMULATOR_CLIENT_ID', DEFAULT_APP.clientId);
	if (!/^[\w.-]{1,100}$/.test(clientId))
		wrong.push('SIMULATOR_CLIENT_ID must be 1 to 100 letters or digits.');
	const clientSecret = value('SIMULATOR_CLIENT_SECRET', DEFAULT_APP.clientSecret);
	if (!clientSecret.trim()) wrong.push('SIMULATOR_CLIENT_SECRET must not be empty.');
	const redirectUris =
		environment.SIMULATOR_REDIRECT_URIS?.split(',').map((uri) => uri.trim()) ??
		DEFAULT_APP.redirectUris;
	if (!redirectUris.every(isRedirectUri))
		wrong.push('SIMULATOR_REDIRECT_URIS must be whole addresses, separated by commas.');

	if (wrong.length) return wrong;
	return {
		host,
		port: Number(port),
		publicUrl: publicUrl && new URL(publicUrl).origin,
		apps: [{ name: DEFAULT_APP.name, clientId, clientSecret, redirectUris }]
	};
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
