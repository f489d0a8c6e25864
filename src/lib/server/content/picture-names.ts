import { createHmac } from 'node:crypto';
import type { KeptPicture, PictureFile } from './post.ts';
import type { Rendition, Renditions } from './resize.ts';

/** A file to be written, and what it is called. */
export type NamedFile = { name: string; bytes: Uint8Array };

/**
 * Names the files of a picture by an HMAC of the bytes that they were made of: the same picture has
 * the same names for ever, and nobody guesses them.
 * @param nameKey the connection's random value, hex: no master key, whose rotation would break addresses
 */
export function nameFiles(
	{ how, webps, jpeg }: Renditions,
	{ nameKey, source }: { nameKey: string; source: Uint8Array }
): { picture: KeptPicture; files: NamedFile[] } {
	const start = createHmac('sha256', Buffer.from(nameKey, 'hex'))
		.update(`${how}\n`)
		.update(source)
		.digest('hex')
		.slice(0, 32);
	const nameOf = ({ width, kind }: Rendition) => `${start}-${String(width)}.${kind}`;
	const fileOf = (made: Rendition): PictureFile => ({
		file: nameOf(made),
		width: made.width,
		height: made.height,
		bytes: made.bytes.length
	});
	// A smaller original has fewer sizes: its largest stands for the rest.
	const sizeAt = (place: number) => {
		const made = webps[place] ?? webps.at(-1);
		return made ? fileOf(made) : null;
	};
	return {
		picture: { small: sizeAt(0), medium: sizeAt(1), large: sizeAt(2), full: fileOf(jpeg) },
		files: [...webps, jpeg].map((made) => ({ name: nameOf(made), bytes: made.bytes }))
	};
}

/** The files of a picture, each once. */
export const filesOf = ({ small, medium, large, full }: KeptPicture): string[] => [
	...new Set([small, medium, large, full].filter((one) => one !== null).map(({ file }) => file))
];
