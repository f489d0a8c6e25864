/** What of a feed is asked for. */
export type Asked =
	| { slug: string; what: 'json' | 'rss' | 'embed' }
	| { slug: string; what: 'picture'; file: string };

const DOCUMENT = /^\/([a-z0-9-]{3,40})(?:\.(json|rss)|\/(embed))$/;
const PICTURE = /^\/([a-z0-9-]{3,40})\/i\/([\w-]{1,80}\.(?:webp|jpg))$/;

/** @param path what follows `/feed`, undecoded; null: there can be nothing there */
export function askedFeed(path: string): Asked | null {
	const [, slug, suffix, page] = DOCUMENT.exec(path) ?? [];
	if (slug !== undefined) return { slug, what: (suffix ?? page) as 'json' | 'rss' | 'embed' };
	const [, owner, file] = PICTURE.exec(path) ?? [];
	return owner !== undefined && file !== undefined ? { slug: owner, what: 'picture', file } : null;
}
