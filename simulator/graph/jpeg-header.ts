/** What a JPEG's header tells. */
export type JpegHeader = { width: number; height: number; isProgressive: boolean };

const START = 0xd8;
/** SOF0 and SOF1 are baseline; SOF2 is progressive (ITU-T T.81, table B.1). */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);

/** Reads the frame header of a JPEG; null for what is none. */
export function jpegHeader(bytes: Uint8Array): JpegHeader | null {
	if (bytes[0] !== 0xff || bytes[1] !== START) return null;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let place = 2;
	while (place + 9 < bytes.length && bytes[place] === 0xff) {
		const marker = bytes[place + 1] ?? 0;
		if (FRAMES.has(marker))
			return {
				height: view.getUint16(place + 5),
				width: view.getUint16(place + 7),
				isProgressive: marker === 0xc2
			};
		place += 2 + view.getUint16(place + 2);
	}
	return null;
}
