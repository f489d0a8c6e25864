import { MetaRefused, UnexpectedAnswer } from './errors.ts';

/** One page of a list of Graph's; `after` is null on the last one. */
export type ListPage = { entries: unknown[]; after: string | null };

/** How many entries a page is asked for at first. */
const PAGE_SIZE = 50;
/** Of a full page's size: more than anybody has. Smaller pages may be more, but not without end. */
const MAX_ENTRIES = 2_500;
const MAX_CALLS = 200;

/** Meta's word for an answer that grew too large: then smaller pages of the same list are asked. */
const TOO_MUCH = /reduce the amount of data/i;

/**
 * Reads a list through all its pages: Graph API "Paginated results". A page may be short, or empty,
 * and still have a next one. Where Meta finds a page too large its size is halved, down to one.
 * @param ask one page of so many entries: the first, or the one after a cursor
 * @throws UnexpectedAnswer a list without an end; and what `ask` throws
 */
export async function readAll(
	ask: (after: string | null, limit: number) => Promise<ListPage>
): Promise<unknown[]> {
	const pages: unknown[][] = [];
	const seen = new Set<string>();
	let after: string | null = null;
	let limit = PAGE_SIZE;
	let asked = 0;
	for (let calls = 0; calls < MAX_CALLS && asked < MAX_ENTRIES; calls += 1) {
		const page: ListPage | null = await ask(after, limit).catch((error: unknown) => {
			if (limit > 1 && error instanceof MetaRefused && TOO_MUCH.test(error.words)) return null;
			throw error;
		});
		if (page === null) {
			limit = Math.floor(limit / 2);
			continue;
		}
		asked += limit;
		pages.push(page.entries);
		after = page.after;
		if (after === null) return pages.flat();
		if (seen.has(after)) throw new UnexpectedAnswer('a list that goes in circles', 200);
		seen.add(after);
	}
	throw new UnexpectedAnswer(`a list of more than ${asked} entries`, 200);
}
