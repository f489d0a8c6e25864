import type Sharp from 'sharp';
import { stripJpeg } from './strip-jpeg.ts';

/** One rendition: what becomes a file. */
export type Rendition = { kind: 'webp' | 'jpg'; width: number; height: number; bytes: Uint8Array };

/** Of one picture, the WebPs from the smallest on; without `sharp` there are none. */
export type Renditions = {
	/** Changes with what is made of the same picture, so that file names do too. */
	how: string;
	webps: Rendition[];
	jpeg: Rendition;
};

/**
 * Makes our own pictures of one that was fetched, its metadata gone, never larger than it was.
 * @throws Error for what is no whole picture, or one too large
 */
export type Resize = (bytes: Uint8Array) => Promise<Renditions>;

const WIDTHS = [320, 640, 1080];
const LARGEST = 1440;
/** More pixels than that are never decoded (a few bytes of PNG can stand for gigabytes). */
const MOST_PIXELS = 64_000_000;

/** `sharp` is an optional dependency: not every machine has it. @returns null where it is not there */
export async function loadSharp(): Promise<typeof Sharp | null> {
	// Not by a plain name: a bundler would take its binaries apart.
	const name = 'sharp';
	try {
		const { default: sharp } = (await import(/* @vite-ignore */ name)) as { default: typeof Sharp };
		return sharp;
	} catch {
		return null;
	}
}

/** In threads of libvips, one of them for each picture. */
export function bySharp(sharp: typeof Sharp): Resize {
	// What is kept between pictures is memory, and no picture comes twice.
	sharp.cache(false);
	sharp.concurrency(1);
	return (bytes) => renditions(sharp, bytes);
}

async function renditions(sharp: typeof Sharp, bytes: Uint8Array): Promise<Renditions> {
	const options = { limitInputPixels: MOST_PIXELS, failOn: 'error', animated: false } as const;
	// Decoded once; metadata does not go along, and colours become sRGB.
	const { data, info } = await sharp(bytes, options)
		.autoOrient()
		.resize({ width: LARGEST, withoutEnlargement: true })
		.flatten({ background: '#ffffff' })
		.toColourspace('srgb')
		.raw()
		.toBuffer({ resolveWithObject: true });
	const raw = { width: info.width, height: info.height, channels: info.channels } as const;
	const widths = [...new Set(WIDTHS.map((width) => Math.min(width, raw.width)))];
	const webps: Rendition[] = [];
	for (const width of widths) {
		const made = await sharp(data, { raw })
			.resize({ width })
			.webp({ quality: 80 })
			.toBuffer({ resolveWithObject: true });
		webps.push({ kind: 'webp', ...sizeOf(made.info), bytes: made.data });
	}
	const jpeg = await sharp(data, { raw })
		.jpeg({ quality: 82 })
		.toBuffer({ resolveWithObject: true });
	return {
		how: 'sharp 1',
		webps,
		jpeg: { kind: 'jpg', ...sizeOf(jpeg.info), bytes: jpeg.data }
	};
}

const sizeOf = ({ width, height }: { width: number; height: number }) => ({ width, height });

/** The picture as it came, without its metadata: its only size, and a JPEG. */
export const withoutSharp: Resize = (bytes) => {
	const stripped = stripJpeg(bytes);
	if (stripped === null) return Promise.reject(new Error('no whole JPEG'));
	const { width, height } = stripped;
	if (width * height > MOST_PIXELS) return Promise.reject(new Error('too many pixels'));
	return Promise.resolve({ how: 'stripped 1', webps: [], jpeg: { kind: 'jpg', ...stripped } });
};
