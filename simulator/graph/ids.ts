import { createHash } from 'node:crypto';
import { stableId } from '../ids.ts';

/** What the Graph knows beside accounts, by the first digits of its ids: all above 2^53. */
const PREFIXES = { media: '1790', comment: '1796', container: '1788', hashtag: '1787' } as const;
export type ContentKind = keyof typeof PREFIXES;

/** Seventeen digits that stay the same for one seed. */
export const contentId = (kind: ContentKind, seed: string) => stableId(PREFIXES[kind], seed);

/** What an id names, whether there is such a thing or not; null for ids of accounts and others. */
export function kindOfId(id: string): ContentKind | null {
	if (!/^\d{17}$/.test(id)) return null;
	const kinds = Object.keys(PREFIXES) as ContentKind[];
	return kinds.find((kind) => id.startsWith(PREFIXES[kind])) ?? null;
}

/** The short name of a post in its address on instagram.com. */
export const shortcodeOf = (id: string) =>
	`D${createHash('sha256').update(`shortcode ${id}`).digest('base64url').slice(0, 10)}`;

/** A whole number from `from` to `to` that stays the same for one seed. */
export function stableNumber(seed: string, from: number, to: number): number {
	const number = createHash('sha256').update(seed).digest().readUInt32BE(0);
	return from + (number % (to - from + 1));
}
