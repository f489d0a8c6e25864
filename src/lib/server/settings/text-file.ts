/**
 * The text of a file that a person wrote, without the byte-order mark that some editors put before it.
 * @returns null for what is not UTF-8, or holds a NUL as UTF-16 without its mark does
 */
export function decodeText(bytes: Uint8Array): string | null {
	try {
		const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return text.includes('\0') ? null : text;
	} catch {
		return null;
	}
}
