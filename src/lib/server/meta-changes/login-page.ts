import { seconds } from '../clock.ts';

const PATIENCE = seconds(10);
/** Meta says so of an address that is gone. */
const GONE = [404, 410];

/**
 * Looks at the address where a login begins, without following what it leads to.
 * @returns what is wrong with it, as the end of a sentence; null: it is a login page, or leads to one
 * of the same site; undefined: it could not be reached, which says nothing
 */
export async function lookAtLoginPage(
	url: URL,
	fetch = globalThis.fetch
): Promise<string | null | undefined> {
	let response;
	try {
		response = await fetch(url, {
			redirect: 'manual',
			headers: { accept: 'text/html', 'user-agent': 'Mooring' },
			signal: AbortSignal.timeout(PATIENCE)
		});
	} catch {
		return undefined;
	}
	void response.body?.cancel().catch(() => undefined);
	const { status } = response;
	if (GONE.includes(status)) return `${url.host} answers ${String(status)}`;
	const location = response.headers.get('location');
	if (status < 300 || status > 399 || location === null) return null;
	const to = URL.canParse(location, url) ? new URL(location, url) : null;
	if (to === null || siteOf(to) === siteOf(url)) return null;
	return `${url.host} leads away to ${to.host}`;
}

/** The name that somebody registered; of an address in numbers the whole of it. */
const siteOf = ({ hostname }: URL) =>
	/^[\d.]+$|:/.test(hostname) ? hostname : hostname.split('.').slice(-2).join('.');
