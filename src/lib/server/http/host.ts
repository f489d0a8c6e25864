import type { App } from '../app.ts';
import type { Gate } from './gates.ts';
import { PLAIN_PAGE_HEADERS } from './plain-page.ts';
import { routeOf } from './routes.ts';
import { wrongHost } from './wrong-host-page.ts';

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

/** Answers only under ORIGIN's Host, probes apart; the server in front checks too, before static files. */
export function hostCheck(app: () => Pick<App, 'settings' | 'log'>): Gate {
	let pageFor: ReturnType<typeof wrongHost> | undefined;
	return ({ request, route }) => {
		const { settings } = app();
		const host = request.headers.get('host') ?? undefined;
		if (routeOf(route.id)?.isProbe || isOurHost(host, settings.origin)) return null;
		pageFor ??= wrongHost(settings, () => app().log);
		return new Response(pageFor(Object.fromEntries(request.headers)), {
			status: 421,
			headers: PLAIN_PAGE_HEADERS
		});
	};
}
