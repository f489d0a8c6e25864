/** A run of token characters this long, with a digit in it, may be a token: no word is. */
const TOKEN_LIKE = /[\w-]{24,}/g;

const BREAKS = /[\p{Cc}\u2028\u2029 ]+/gu;

/**
 * Marks that turn or hide text: bidirectional controls, zero-width spaces, byte order mark.
 * Joiners stay: emoji and several scripts need them.
 */
const UNSEEN = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]/g;

/**
 * One line of plain text of somebody else's words.
 * @param max at most so many characters (code points), an ellipsis included
 */
export function plainText(text: string, max: number): string {
	const line = text.toWellFormed().replace(UNSEEN, '').replace(BREAKS, ' ').trim();
	const start = Array.from(line.slice(0, 2 * max + 2));
	return start.length <= max ? line : `${start.slice(0, max - 1).join('')}…`;
}

/** Meta's words as we keep and show them: plain, 200 characters, what was secret blanked out. */
export function plainWords(text: string, secrets: string[] = []): string {
	let line = plainText(text, text.length + 1);
	for (const secret of secrets) {
		for (const form of [secret, encodeURIComponent(secret.toWellFormed())]) {
			if (form !== '') line = line.replaceAll(form, '…');
		}
	}
	return plainText(
		line.replace(TOKEN_LIKE, (run) => (/\d/.test(run) ? '…' : run)),
		200
	);
}
