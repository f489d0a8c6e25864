import type { Environment } from './environment.ts';

/**
 * The proxy that calls to Meta go through, as host and port; its name and password stay in the
 * environment, from which Node takes them. Only what Node can use: no SOCKS, no address without scheme.
 */
export function outgoingProxy(source: Environment): string | null {
	const text = source.text('HTTPS_PROXY');
	if (text === undefined) return null;
	const url = URL.canParse(text) ? new URL(text) : null;
	if (url && /^https?:\/\/[^/]/i.test(text) && url.pathname === '/' && url.search === '') {
		return url.host;
	}
	source.problem(
		'HTTPS_PROXY must be the http or https address of a proxy, such as http://proxy.example:3128.'
	);
	return null;
}
