import type { KeptPicture, KeptPost } from '../content/post.ts';
import { pageSize } from './shown.ts';
import { escaped, firstWords, paragraphs } from './text.ts';

const ALT_LENGTH = 120;

/** What a picture is called for who does not see it: its own text, else how the caption begins. */
export const altOf = (post: Pick<KeptPost, 'alt' | 'caption'>, username: string): string =>
	firstWords(post.alt ?? post.caption, ALT_LENGTH) || `A post of ${username}`;

/** A post as HTML that is safe anywhere: its caption, then its pictures. */
export function htmlOf(post: KeptPost, username: string, place: (file: string) => string): string {
	const pictures =
		post.children.length > 0
			? post.children.map(({ picture, alt }) => ({ picture, alt: alt ?? altOf(post, username) }))
			: [{ picture: post.picture, alt: altOf(post, username) }];
	const images = pictures.flatMap(({ picture, alt }) =>
		picture ? [imageOf(picture, alt, place)] : []
	);
	return paragraphs(post.caption) + images.join('');
}

function imageOf(picture: KeptPicture, alt: string, place: (file: string) => string) {
	const { file, width, height } = pageSize(picture);
	return `<img src="${escaped(place(file))}" alt="${escaped(alt)}" width="${String(width)}" height="${String(height)}">`;
}
