import type { FoundMedia } from '../meta/media.ts';

/** A picture that Meta named: of which post or child, and where it is for some days. */
export type NamedPicture = { subject: string; url: string };

/**
 * The pictures of a post, in order. A carousel is shown by its first child, so its own picture, which
 * is the same, is taken only where the child has none.
 */
export function picturesOf({ mediaId, pictureUrl, children }: FoundMedia): NamedPicture[] {
	const named = children.flatMap((child) =>
		child.pictureUrl === null ? [] : [{ subject: child.mediaId, url: child.pictureUrl }]
	);
	const isShownByChild = children[0]?.pictureUrl != null;
	if (pictureUrl === null || isShownByChild) return named;
	return [{ subject: mediaId, url: pictureUrl }, ...named];
}
