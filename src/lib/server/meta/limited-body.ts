/**
 * Reads a whole body, counting decoded bytes: a compressed bomb is stopped where it would grow.
 * @returns null when it is longer than `maxBytes`; the rest is not fetched
 */
export async function readLimited(response: Response, maxBytes: number) {
	if (response.body === null) return new Uint8Array();
	const pieces: Uint8Array[] = [];
	let length = 0;
	for await (const piece of response.body) {
		length += piece.byteLength;
		// Leaving the loop cancels the stream and so closes the connection.
		if (length > maxBytes) return null;
		pieces.push(piece);
	}
	return new Uint8Array(Buffer.concat(pieces));
}
