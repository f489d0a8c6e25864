import { createHash } from 'node:crypto';
import type { PostKind } from '../../database/tool-tables.ts';

/** By what a container is known again, without keeping what is in it. */
export type Likeness = {
	kind: PostKind;
	captionHash: string | null;
	mediaHash: string | null;
};

/** `media_type` of `POST {a}/media` (IG User Media); left out, it is a picture. */
const KINDS: Record<string, PostKind> = {
	IMAGE: 'image',
	VIDEO: 'video',
	REELS: 'reel',
	STORIES: 'story',
	CAROUSEL: 'carousel'
};

/** As they are sent: a form or a query. */
export type Parameters = { get(name: string): string | null | undefined };

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Meta trims captions, and a caption may come back composed otherwise than it was sent. */
export function captionHash(caption: string | null | undefined): string | null {
	const plain = caption?.normalize('NFC').trim() ?? '';
	return plain === '' ? null : sha256(plain);
}

/**
 * What a container is, by the parameters that it was made with.
 * @param mediaHashOf of a child of a carousel; null: not made here
 * @returns null where its kind is none that Meta knows
 */
export function likenessOf(
	parameters: Parameters,
	mediaHashOf: (containerId: string) => string | null
): Likeness | null {
	const name = parameters.get('media_type') || 'IMAGE';
	const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
	if (!kind) return null;
	const address = parameters.get('image_url') || parameters.get('video_url') || null;
	const children = childrenIn(parameters.get('children') ?? '');
	const mediaHash =
		kind === 'carousel'
			? sha256(children.map((id) => mediaHashOf(id) ?? id).join(' '))
			: address && sha256(address);
	return { kind, captionHash: captionHash(parameters.get('caption')), mediaHash };
}

/** Ids parted by commas, or a list in JSON. */
export const childrenIn = (text: string): string[] =>
	text
		.split(/[^0-9]+/)
		.filter(Boolean)
		.slice(0, 20);

/**
 * Whether one may be the other once more: same kind and words, and where there are no words, the
 * same picture, film or children.
 */
export function isAlike(one: Likeness, other: Likeness): boolean {
	if (one.kind !== other.kind || one.captionHash !== other.captionHash) return false;
	return one.captionHash !== null || (one.mediaHash !== null && one.mediaHash === other.mediaHash);
}
