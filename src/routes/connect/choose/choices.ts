import { counted } from '../../../lib/format.ts';

/** From how many accounts on a search stands above the list: more than these. */
export const SEARCH_ABOVE = 10;

type Named = { username: string; name: string | null; pageName: string };

/** The choices whose account, name or Page holds the words that are searched, in any case. */
export function matching<Choice extends Named>(choices: Choice[], search: string): Choice[] {
	const words = search.trim().replace(/^@/, '').toLowerCase();
	return choices.filter(({ username, name, pageName }) =>
		[username, name ?? '', pageName].some((text) => text.toLowerCase().includes(words))
	);
}

/** What the button says: how many are connected by it, where any are chosen. */
export const connectLabel = (count: number) =>
	count === 0 ? 'Connect' : `Connect ${counted(count, 'account')}`;
