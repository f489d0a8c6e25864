import { type AskMeta, readCaption } from '../meta/media-list.ts';
import { type FoundMedia, LIST_CAPTION } from '../meta/media.ts';

/** The caption that is kept of a post; undefined: the post is new. */
type KeptCaption = (mediaId: string) => string | undefined;

/**
 * Captions that a list may have cut are read again singly: those that are new or begin otherwise than
 * the kept one, and of the others one, by chance, because its end may have been written anew.
 * @returns the same posts with their whole captions; one that could not be read stays as listed
 */
export async function wholeCaptions(
	media: FoundMedia[],
	keptOf: KeptCaption,
	{ ask, secrets, random }: { ask: AskMeta; secrets: string[]; random: () => number }
): Promise<FoundMedia[]> {
	const long = media.filter(({ caption }) => caption.length >= LIST_CAPTION);
	const isKnown = ({ mediaId, caption }: FoundMedia) => {
		const kept = keptOf(mediaId);
		// A cut through a character leaves half of it, which is no text.
		const start = caption.replace(/\ufffd$/, '');
		return kept !== undefined && kept.length > caption.length && kept.startsWith(start);
	};
	const known = long.filter(isKnown);
	const checked = known[Math.floor(random() * known.length)];
	const whole = new Map(known.map(({ mediaId }) => [mediaId, keptOf(mediaId)]));
	for (const post of long) {
		if (isKnown(post) && post !== checked) continue;
		const caption = await readCaption(ask, post.mediaId, secrets).catch(() => null);
		if (caption !== null) whole.set(post.mediaId, caption);
	}
	return media.map((post) => ({ ...post, caption: whole.get(post.mediaId) ?? post.caption }));
}
