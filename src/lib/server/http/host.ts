const DEFAULT_PORT: Record<string, string> = { 'http:': '80', 'https:': '443' };

/**
 * Whether a Host header names this instance: exactly ORIGIN's host, in any case, with the scheme's
 * default port written or not (RFC 9110, 4.2.3 and 7.2). It is the guard against DNS rebinding.
 */
export function isOurHost(hostHeader: string | undefined, origin: URL): boolean {
	if (hostHeader === undefined) return false;
	const host = hostHeader.toLowerCase();
	if (host === origin.host) return true;
	return origin.port === '' && host === `${origin.hostname}:${DEFAULT_PORT[origin.protocol]}`;
}
