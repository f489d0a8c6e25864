/** One box of an MP4 file: its length, its kind, what is in it (ISO 14496-12). */
function box(kind: string, content: Uint8Array): Uint8Array {
	const head = Buffer.alloc(8);
	head.writeUInt32BE(content.length + 8);
	head.write(kind, 4, 'latin1');
	return Buffer.concat([head, content]);
}

/** The outside of an MP4 file, with another content for every seed: a film that nothing can play. */
export const videoOf = (seed: string): Uint8Array<ArrayBuffer> =>
	new Uint8Array(
		Buffer.concat([
			box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2avc1mp41', 'latin1')),
			box('free', Buffer.from(`The simulator has no films. This one is ${seed}.`)),
			box('mdat', Buffer.alloc(2048))
		])
	);
