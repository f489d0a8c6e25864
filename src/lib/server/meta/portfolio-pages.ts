import pMap from 'p-map';
import { anyNode } from './facebook-schemas.ts';

/** More portfolios than anybody has a part in, and how many of their lists are asked for at a time. */
const MAX_PORTFOLIOS = 25;
const AT_ONCE = 8;

/**
 * Pages in business portfolios, which `/me/accounts` may leave out: "Business" reference, edges
 * `owned_pages` and `client_pages`, with `business_management`. They come on top of the other Pages,
 * so a list that Meta refuses is an empty one.
 * @param list all entries of a path, with the fields named
 */
export async function portfolioPages(
	list: (path: string, fields: string) => Promise<unknown[]>,
	pageFields: string
): Promise<unknown[]> {
	const listed = await list('me/businesses', 'id').catch(() => []);
	const ids = listed.flatMap((entry) => anyNode.safeParse(entry).data?.id ?? []);
	const paths = [...new Set(ids)]
		.slice(0, MAX_PORTFOLIOS)
		.flatMap((id) => [`${id}/owned_pages`, `${id}/client_pages`]);
	const ask = (path: string) => list(path, pageFields).catch(() => []);
	const pages = await pMap(paths, ask, { concurrency: AT_ONCE });
	return pages.flat();
}
