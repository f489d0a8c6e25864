import type { Handle } from '@sveltejs/kit';
import { PLAIN_PAGE_HEADERS } from './plain-page.ts';
import { routeOf } from './routes.ts';

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

/** The page for every other Host (421, RFC 9110, 15.5.20): where Mooring really is. */
export function wrongHostPage(origin: URL): string {
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Mooring is at another address</title>
</head>
<body>
<h1>Mooring is at another address</h1>
<p>This Mooring answers only at <a href="${origin.origin}">${origin.origin}</a>.</p>
</body>
</html>
`;
}

/** Answers only under ORIGIN's Host, probes apart; the server in front checks too, before static files. */
export const hostCheck =
	(origin: () => URL): Handle =>
	({ event, resolve }) => {
		const host = event.request.headers.get('host') ?? undefined;
		if (routeOf(event.route.id)?.isProbe || isOurHost(host, origin())) return resolve(event);
		return new Response(wrongHostPage(origin()), { status: 421, headers: PLAIN_PAGE_HEADERS });
	};
