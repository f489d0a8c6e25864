import { deflateSync } from 'node:zlib';
import jpeg from 'jpeg-js';
import { beforeAll, describe, expect, it } from 'vitest';
import { filesOf, nameFiles } from './picture-names.ts';
import { bySharp, loadSharp, type Resize, withoutSharp } from './resize.ts';
import { stripJpeg } from './strip-jpeg.ts';

const NAME = { nameKey: 'ab'.repeat(32) };

/** A JPEG of one grey. */
function grey(width: number, height: number): Buffer {
	const data = Buffer.alloc(width * height * 4, 0x80);
	return Buffer.from(jpeg.encode({ data, width, height }, 80).data);
}

/** The same with a segment put in behind its beginning. */
const withSegment = (picture: Buffer, marker: number, text: string) => {
	const body = Buffer.from(text, 'latin1');
	const head = Buffer.from([0xff, marker, 0, 0]);
	head.writeUInt16BE(body.length + 2, 2);
	return Buffer.concat([picture.subarray(0, 2), head, body, picture.subarray(2)]);
};

const SECRETS = [
	[0xe1, 'Exif\0\0 52.5163 13.3777 taken at home'],
	[0xe1, 'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>taken at home</x:xmpmeta>'],
	[0xed, 'Photoshop 3.0\x008BIM taken at home'],
	[0xfe, 'taken at home']
] as const;

/** A PNG of so many pixels, all of one colour, in a few bytes. */
function bomb(width: number, height: number): Buffer {
	const chunk = (type: string, body: Buffer) => {
		const data = Buffer.concat([Buffer.from(type), body]);
		const framed = Buffer.alloc(8 + data.length);
		framed.writeUInt32BE(body.length, 0);
		data.copy(framed, 4);
		framed.writeUInt32BE(crc(data), 4 + data.length);
		return framed;
	};
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head[8] = 1;
	const rows = Buffer.alloc(height * (1 + Math.ceil(width / 8)));
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', head),
		chunk('IDAT', deflateSync(rows, { level: 9 })),
		chunk('IEND', Buffer.alloc(0))
	]);
}

function crc(data: Buffer) {
	let sum = ~0;
	for (const byte of data) {
		sum ^= byte;
		for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
	}
	return ~sum >>> 0;
}

describe('by sharp', () => {
	let ours: Resize;
	beforeAll(async () => {
		const sharp = await loadSharp();
		if (!sharp) throw new Error('sharp is not installed');
		ours = bySharp(sharp);
	});
	const widthsOf = async (width: number, height: number) => {
		const { webps, jpeg } = await ours(grey(width, height));
		return [...webps, jpeg].map((made) => [made.width, made.height]);
	};

	it('makes three WebPs and a JPEG, never larger than the original', async () => {
		expect(await widthsOf(2000, 1000)).toEqual([
			[320, 160],
			[640, 320],
			[1080, 540],
			[1440, 720]
		]);
		expect(await widthsOf(500, 1000)).toEqual([
			[320, 640],
			[500, 1000],
			[500, 1000]
		]);
		expect(await widthsOf(200, 100)).toEqual([
			[200, 100],
			[200, 100]
		]);
	});

	it('writes pictures of the kinds that their names say, without a word that was in them', async () => {
		const source = SECRETS.reduce(
			(made, [marker, text]) => withSegment(made, marker, text),
			grey(700, 700)
		);
		const { webps, jpeg } = await ours(source);
		for (const { bytes } of webps) {
			expect(Buffer.from(bytes).subarray(8, 12).toString()).toBe('WEBP');
		}
		expect(Buffer.from(jpeg.bytes).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
		for (const { bytes } of [...webps, jpeg]) {
			expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/taken at home|Exif|xmp/i);
		}
	});

	it.each([
		['HTML', Buffer.from('<html>')],
		['a truncated JPEG', grey(900, 900).subarray(0, 4000)],
		['a bomb of 65 megapixels', bomb(8100, 8100)],
		['nothing', Buffer.alloc(0)]
	])('refuses %s', async (_, bytes) => {
		await expect(ours(bytes)).rejects.toThrow();
	});

	it('takes one of 63 megapixels', async () => {
		const { jpeg } = await ours(bomb(7900, 7900));
		expect(jpeg.width).toBe(1440);
	});
});

describe('without sharp', () => {
	it('keeps the JPEG as it came, as its only size', async () => {
		const source = grey(60, 40);
		const made = await withoutSharp(source);
		const { webps, jpeg } = made;
		expect(webps).toEqual([]);
		expect(jpeg).toMatchObject({ kind: 'jpg', width: 60, height: 40 });
		expect(Buffer.from(jpeg.bytes)).toEqual(source);
		const { picture } = nameFiles(made, { ...NAME, source });
		expect(picture).toMatchObject({ small: null, medium: null, large: null });
	});

	it.each(SECRETS)('cuts out a segment of %i', (marker, text) => {
		const source = withSegment(grey(60, 40), marker, text);
		expect(Buffer.from(stripJpeg(source)?.bytes ?? [])).toEqual(grey(60, 40));
	});

	it('cuts off what stands behind the end', () => {
		const source = Buffer.concat([grey(60, 40), Buffer.from('taken at home')]);
		expect(Buffer.from(stripJpeg(source)?.bytes ?? [])).toEqual(grey(60, 40));
	});

	it('keeps the colour profile', () => {
		const source = withSegment(grey(60, 40), 0xe2, 'ICC_PROFILE\0 of some kind');
		expect(Buffer.from(stripJpeg(source)?.bytes ?? [])).toEqual(source);
	});

	it('refuses every piece of a JPEG, and every other kind', async () => {
		const source = grey(20, 20);
		for (let length = 0; length < source.length; length += 1) {
			expect(stripJpeg(source.subarray(0, length))).toBeNull();
		}
		await expect(withoutSharp(bomb(8, 8))).rejects.toThrow();
	});
});

describe('the names', () => {
	const renditions = {
		how: 'one',
		webps: [],
		jpeg: { kind: 'jpg', width: 9, height: 9, bytes: grey(9, 9) }
	} as const;
	const nameOf = ({ how = 'one', ...given }: { how?: string; nameKey?: string; source?: Buffer }) =>
		nameFiles({ ...renditions, how, webps: [] }, { ...NAME, source: grey(9, 9), ...given }).picture
			.full.file;

	it('are the same for the same picture, and others for other pictures, keys and ways', () => {
		const others = [
			nameOf({ source: grey(8, 8) }),
			nameOf({ nameKey: 'cd'.repeat(32) }),
			nameOf({ how: 'two' })
		];
		expect(nameOf({})).toBe(nameOf({}));
		expect(nameOf({})).toMatch(/^[\da-f]{32}-9\.jpg$/);
		expect(new Set([nameOf({}), ...others]).size).toBe(4);
	});

	it('of a small original stand for several sizes', () => {
		const at = (width: number) =>
			({ kind: 'webp', width, height: width, bytes: grey(9, 9) }) as const;
		const { picture } = nameFiles(
			{ ...renditions, webps: [at(320), at(500)] },
			{ ...NAME, source: grey(9, 9) }
		);
		expect(picture.large).toEqual(picture.medium);
		expect(filesOf(picture)).toHaveLength(3);
	});
});
