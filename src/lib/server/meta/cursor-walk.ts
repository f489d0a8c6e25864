import { UnexpectedAnswer } from './errors.ts';

/** One page of a list of Graph's; `after` is null on the last one. */
export type ListPage = { entries: unknown[]; after: string | null };

/** A hundred entries each: more than anybody has. */
const MAX_PAGES = 50;

/**
 * Reads a list through all its pages: Graph API "Paginated results". A page may be short, or empty,
 * and still have a next one.
 * @param ask one page: the first, or the one after a cursor
 * @throws UnexpectedAnswer a list without an end; and what `ask` throws
 */
export async function readAll(
	ask: (after: string | null) => Promise<ListPage>
): Promise<unknown[]> {
	const pages: unknown[][] = [];
	const seen = new Set<string>();
	let after: string | null = null;
	do {
		const page = await ask(after);
		pages.push(page.entries);
		after = page.after;
		if (after === null) return pages.flat();
		if (seen.has(after)) throw new UnexpectedAnswer('a list that goes in circles', 200);
		seen.add(after);
	} while (seen.size < MAX_PAGES);
	throw new UnexpectedAnswer(`a list of more than ${MAX_PAGES} pages`, 200);
}
