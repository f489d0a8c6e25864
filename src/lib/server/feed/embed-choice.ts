import { MOST_POSTS } from './rules.ts';

export const MOST_COLUMNS = 6;
const USUAL_COLUMNS = 3;

/** How a page for iframes is wanted; `limit` null: as many posts as the feed has. */
export type EmbedChoice = { columns: number; limit: number | null };

export const USUAL_EMBED: EmbedChoice = { columns: USUAL_COLUMNS, limit: null };

/** What a query chooses; what is out of range, given twice or unknown counts as not given. */
export function embedChoice(query: string): EmbedChoice {
	// Longer than any that means something: nobody's parser is to work on it.
	const given = new URLSearchParams(query.length > 200 ? '' : query);
	const number = (name: string, most: number) => {
		const [text = '', ...more] = given.getAll(name);
		const value = /^\d{1,3}$/.test(text) && more.length === 0 ? Number(text) : 0;
		return value >= 1 && value <= most ? value : null;
	};
	return {
		columns: number('columns', MOST_COLUMNS) ?? USUAL_COLUMNS,
		limit: number('limit', MOST_POSTS)
	};
}
