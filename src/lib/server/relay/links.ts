/** Where the links of an answer are to lead. */
export type LinkTarget = {
	/** Addresses of the login's Graph: Meta's own, and the configured one. */
	graphs: readonly string[];
	/** The address that stands for the Graph where a path begins with this segment. */
	baseFor: (segment: string) => string;
	/** Goes along as `access_token`; null: the key came as a header. */
	key: string | null;
};

/**
 * A link of Meta's to a further page as an address of ours with the same query, in which the caller's
 * own key stands in the place of the token.
 * @returns null for a link to another host than the Graph's, or to no path of its
 */
export function ourLink(link: string, { graphs, baseFor, key }: LinkTarget): string | null {
	const url = URL.canParse(link) ? new URL(link) : null;
	const graph = graphs.map((address) => new URL(address)).find(({ host }) => host === url?.host);
	if (!url || !graph || !/^https?:$/.test(url.protocol)) return null;
	const prefix = graph.pathname.replace(/\/$/, '');
	if (!url.pathname.startsWith(`${prefix}/`)) return null;
	const segments = url.pathname.slice(prefix.length).split('/').filter(Boolean);
	const first = segments.find((segment) => !/^v\d+\.\d+$/.test(segment));
	if (first === undefined || !segments.every((one) => /^[A-Za-z0-9_.-]+$/.test(one))) return null;
	const query = ourQuery(queryOf(link), key);
	return `${baseFor(first)}/${segments.join('/')}${query === '' ? '' : `?${query}`}`;
}

/** As it is written: parsing it and writing it again would change its escapes. */
function queryOf(link: string): string {
	const [whole = ''] = link.split('#', 1);
	const mark = whole.indexOf('?');
	return mark === -1 ? '' : whole.slice(mark + 1);
}

function ourQuery(query: string, key: string | null): string {
	const pairs = query.split('&').filter((pair) => pair !== '');
	const others = pairs.filter((pair) => !OURS.includes(nameOf(pair)));
	return (key === null ? others : [`access_token=${key}`, ...others]).join('&');
}

/** What the relay itself puts in. */
const OURS = ['access_token', 'appsecret_proof'];

function nameOf(pair: string): string {
	const [name = ''] = pair.split('=', 1);
	try {
		return decodeURIComponent(name).toLowerCase();
	} catch {
		return name;
	}
}
