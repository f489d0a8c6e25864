import { crc32, deflateSync } from 'node:zlib';

/** What Meta's picture host may answer with in the place of a picture; `true` is the picture itself. */
export const PICTURES = [
	'true',
	'svg',
	'html',
	'redirect',
	'slow',
	'oversized',
	'truncated',
	'bomb',
	'expired'
] as const;
export type Pictures = (typeof PICTURES)[number];

/** An address that no client may follow a picture to. */
const INNER = 'http://169.254.169.254/latest/meta-data/';
const SVG =
	'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
const ELEVEN_MEGABYTES = 11_000_000;
/** Of its width and height: 81 megapixels. */
const BOMB_SIDE = 9000;

/** @returns what the switch has in the place of this picture, all of it called a JPEG */
export function oddPicture(kind: Exclude<Pictures, 'true'>, picture: Uint8Array): Response {
	switch (kind) {
		case 'svg':
			return named(Buffer.from(SVG));
		case 'html':
			return named(Buffer.from('<!doctype html><title>Instagram</title><h1>Sorry</h1>'));
		case 'redirect':
			return new Response(null, { status: 302, headers: { location: INNER } });
		case 'slow':
			return named(stalled(picture));
		case 'oversized':
			return named(Buffer.concat([picture, Buffer.alloc(ELEVEN_MEGABYTES)]));
		case 'truncated':
			return named(Buffer.from(picture.subarray(0, Math.floor(picture.length / 2))));
		case 'bomb':
			return named(bomb());
		case 'expired':
			return new Response('URL signature expired', { status: 403 });
	}
}

const named = (body: BodyInit) => new Response(body, { headers: { 'content-type': 'image/jpeg' } });

/** Half of a picture, and then nothing, until the client leaves. */
const stalled = (picture: Uint8Array) =>
	new ReadableStream<Uint8Array>({
		start: (stream) => stream.enqueue(picture.subarray(0, Math.floor(picture.length / 2)))
	});

let made: Buffer<ArrayBuffer> | null = null;

/** A PNG of one colour: some kilobytes that stand for hundreds of megabytes. */
function bomb() {
	if (made) return made;
	const head = Buffer.alloc(13);
	head.writeUInt32BE(BOMB_SIDE, 0);
	head.writeUInt32BE(BOMB_SIDE, 4);
	// One bit for each pixel.
	head[8] = 1;
	const rows = Buffer.alloc(BOMB_SIDE * (1 + BOMB_SIDE / 8));
	made = Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', head),
		chunk('IDAT', deflateSync(rows, { level: 9 })),
		chunk('IEND', Buffer.alloc(0))
	]);
	return made;
}

function chunk(type: string, body: Buffer) {
	const framed = Buffer.alloc(body.length + 12);
	framed.writeUInt32BE(body.length, 0);
	framed.write(type, 4, 'latin1');
	body.copy(framed, 8);
	framed.writeUInt32BE(crc32(framed.subarray(4, body.length + 8)), body.length + 8);
	return framed;
}
