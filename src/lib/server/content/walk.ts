import { MetaRefused } from '../meta/errors.ts';
import { type AskMeta, type MediaPage, readMediaPage, refusedField } from '../meta/media-list.ts';
import type { FoundMedia } from '../meta/media.ts';

/** The newest posts of an account, as far as somebody wanted to see. */
export type Walked = {
	/** Newest first, each once. */
	media: FoundMedia[];
	/** The list was read to its end. */
	isWhole: boolean;
	/** So many were read that what is older has left the window. */
	isFull: boolean;
};

const PAGE = 100;
const OLDER_PAGES = 5;
/** Meta's word for an answer that grew too large: smaller pages of the same list are asked then. */
const TOO_MUCH = /reduce the amount of data/i;

/**
 * Reads the list of posts: one page of a hundred, and at most five older ones where a feed asks for
 * them by its number or its date.
 * @param refused fields that Meta refuses to this login; what it refuses now is added
 * @throws MetaRefused, UnexpectedAnswer, and what `ask` throws
 */
export async function walk(
	ask: AskMeta,
	accountId: string,
	{ max, since }: { max: number; since: number | null },
	refused: Set<string>,
	secrets: string[]
): Promise<Walked> {
	const found = new Map<string, FoundMedia>();
	let after: string | null = null;
	let limit = PAGE;
	let left = (1 + OLDER_PAGES) * PAGE;
	for (;;) {
		const page: MediaPage | null = await nextPage();
		if (page === null) continue;
		for (const one of page.media) if (!found.has(one.mediaId)) found.set(one.mediaId, one);
		left -= limit;
		after = page.after;
		const oldest = page.media.at(-1)?.publishedAt ?? Infinity;
		const isEnough = found.size >= Math.max(PAGE, max) && (since === null || oldest < since);
		if (after === null || isEnough || left <= 0) break;
	}
	const media = [...found.values()].toSorted((a, b) => b.publishedAt - a.publishedAt);
	return { media, isWhole: after === null, isFull: media.length >= PAGE };

	/** @returns null: to be asked once more, for less */
	async function nextPage() {
		try {
			return await readMediaPage(ask, accountId, { after, limit, without: refused }, secrets);
		} catch (error) {
			const field = refusedField(error, refused);
			if (field !== null) refused.add(field);
			else if (error instanceof MetaRefused && TOO_MUCH.test(error.words) && limit > 1) {
				limit = Math.floor(limit / 2);
			} else throw error;
			return null;
		}
	}
}
