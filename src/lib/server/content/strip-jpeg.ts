/** A JPEG without words about who made it where, and its size in pixels. */
export type StrippedJpeg = { bytes: Uint8Array; width: number; height: number };

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const TEM = 0x01;

/** Start of frame, of all kinds: DHT, JPG and DAC share the row and are none. */
const isFrame = (marker: number) =>
	marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;

/**
 * Which segments go on: those that the picture is decoded by, and of the application's own JFIF
 * (APP0), the colour profile (APP2) and Adobe's colour transform (APP14). EXIF and XMP are APP1, IPTC
 * is APP13, a comment is COM.
 */
function isKept(marker: number, body: Uint8Array): boolean {
	if (marker === 0xfe) return false;
	if (marker < 0xe0 || marker > 0xef) return true;
	const begins = (text: string) =>
		Buffer.from(body.subarray(0, text.length)).toString('latin1') === text;
	return (
		(marker === 0xe0 && begins('JFIF\0')) ||
		(marker === 0xe2 && begins('ICC_PROFILE\0')) ||
		(marker === 0xee && begins('Adobe'))
	);
}

/**
 * Cuts EXIF, XMP, IPTC, comments and whatever stands behind the end out of a JPEG (ITU T.81, annex B).
 * @returns null for what is no JPEG, or not a whole one
 */
export function stripJpeg(given: Uint8Array): StrippedJpeg | null {
	const input = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
	if (input[0] !== 0xff || input[1] !== SOI) return null;
	const kept: Uint8Array[] = [input.subarray(0, 2)];
	let size: { width: number; height: number } | null = null;
	let hasScan = false;
	for (let at = 2; at < input.length;) {
		if (input[at] !== 0xff) return null;
		const marker = input[at + 1];
		// Any marker may be preceded by fill bytes.
		if (marker === 0xff) {
			at += 1;
			continue;
		}
		if (marker === undefined || marker === 0) return null;
		if (marker === EOI) {
			if (size === null || !hasScan) return null;
			kept.push(input.subarray(at, at + 2));
			return { bytes: new Uint8Array(Buffer.concat(kept)), ...size };
		}
		if (isRestart(marker) || marker === TEM || marker === SOI) return null;
		if (at + 4 > input.length) return null;
		const end = at + 2 + input.readUInt16BE(at + 2);
		const body = input.subarray(at + 4, end);
		if (end > input.length || end < at + 4) return null;
		if (isFrame(marker)) {
			if (size !== null || body.length < 6) return null;
			size = { height: body.readUInt16BE(1), width: body.readUInt16BE(3) };
			if (size.width === 0 || size.height === 0) return null;
		}
		if (isKept(marker, body)) kept.push(input.subarray(at, end));
		at = end;
		if (marker !== SOS) continue;
		hasScan = true;
		at = endOfScan(input, end);
		kept.push(input.subarray(end, at));
	}
	return null;
}

/** Where the coded data of a scan ends: at a marker that is neither a stuffed 0xff nor a restart. */
function endOfScan(input: Buffer, from: number): number {
	for (let at = input.indexOf(0xff, from); at !== -1; at = input.indexOf(0xff, at + 1)) {
		const next = input[at + 1];
		if (next === 0xff) continue;
		if (next !== undefined && next !== 0 && !isRestart(next)) return at;
	}
	return input.length;
}
