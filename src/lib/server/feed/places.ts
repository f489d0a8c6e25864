import type { Places } from './shown.ts';

/** Where a feed of this slug answers. */
export const addressesOf = (origin: URL, slug: string) => ({
	json: new URL(`/feed/${slug}.json`, origin).href,
	rss: new URL(`/feed/${slug}.rss`, origin).href,
	embed: new URL(`/feed/${slug}/embed`, origin).href
});

/** Whole addresses, for documents that are read elsewhere. */
export function placesAt(origin: URL, slug: string): Places {
	const { json, rss } = addressesOf(origin, slug);
	const folder = new URL(`/feed/${slug}/i/`, origin).href;
	return { json, rss, picture: (file) => folder + file };
}

/** For a page that lies beside its pictures, whatever it is called by. */
export const BESIDE: Pick<Places, 'picture'> = { picture: (file) => `i/${file}` };
