import type { Log } from '../log.ts';
import { plainHtml } from './plain-page.ts';
import { type Misnamer, misnamerOf, type Reached, type ReceivedHeaders } from './wrong-host.ts';

const NGINX = 'proxy_set_header Host $http_host;';
const APACHE = 'ProxyPreserveHost On';

/**
 * Answers every other Host than ORIGIN's (421, RFC 9110, 15.5.20): where Mooring is, or what the proxy
 * in front must pass on. That a proxy does not is logged once a process, not for each request.
 */
export function wrongHost(reached: Reached, log: () => Pick<Log, 'warn'>) {
	let isLogged = false;
	return (headers: ReceivedHeaders): string => {
		const misnamer = misnamerOf(headers, reached);
		if (misnamer === 'proxy' && !isLogged) {
			isLogged = true;
			log().warn(
				{ host: shown(headers['host']) },
				`a proxy in front passes another Host than ${reached.origin.host}, so nobody can come in: let it pass the Host that the browser sent, with its port (nginx: ${NGINX} Apache: ${APACHE})`
			);
		}
		return wrongHostPage(misnamer, reached.origin);
	};
}

/** Anybody may send anything: only what looks like a host is written down. */
const shown = (host: string | string[] | undefined) =>
	typeof host === 'string' && /^[\w.:[\]-]{1,100}$/.test(host) ? host : null;

/** The page for another Host. Who is at ORIGIN already is not sent there again. */
export function wrongHostPage(misnamer: Misnamer, { origin }: URL): string {
	const link = `<a href="${origin}">${origin}</a>`;
	if (misnamer === 'visitor') return page(ELSEWHERE, [`This Mooring answers only at ${link}.`]);
	if (misnamer === 'unknown') {
		return page(ELSEWHERE, [
			`This Mooring answers only at ${link}.`,
			'If your browser shows that address already, the proxy in front of Mooring must pass the Host header that the browser sent, with its port.',
			LINES
		]);
	}
	return page('The proxy must pass the Host header', [
		`Mooring is at ${origin}, and the proxy in front of it asked for another host, or left the port out.`,
		'Let it pass the Host header that the browser sent, with its port. Then load this page again.',
		LINES
	]);
}

const ELSEWHERE = 'Mooring is at another address';
const LINES = `In nginx: <code>${NGINX}</code><br>In Apache: <code>${APACHE}</code>`;

const page = (title: string, paragraphs: string[]) =>
	plainHtml(title, { body: paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('') });
