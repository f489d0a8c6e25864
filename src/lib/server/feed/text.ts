/** What XML 1.0 (section 2.2) does not allow: most control characters, halves of surrogate pairs. */
const FORBIDDEN = /[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const HASHTAG = /(?<![\p{L}\p{N}_&/#])#([\p{L}\p{N}\p{M}_]+)/gu;

/** A text of Instagram without the characters that would break a document; lines end in `\n`. */
export const clean = (text: string): string => text.replace(/\r\n?/g, '\n').replace(FORBIDDEN, '');

const SIGNS: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};

/** Makes a text safe inside HTML and XML, in attributes too; what is forbidden there is dropped. */
export const escaped = (text: string): string =>
	clean(text).replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? '');

/** A caption as paragraphs: an empty line begins a new one. */
export const paragraphs = (caption: string): string =>
	clean(caption)
		.split(/\n\s*\n/)
		.map((part) => part.trim())
		.filter((part) => part !== '')
		.map((part) => `<p>${escaped(part).replaceAll('\n', '<br>')}</p>`)
		.join('');

/** The hashtags of a caption without their sign, each once. */
export function hashtags(caption: string): string[] {
	const found = new Map<string, string>();
	for (const [, tag = ''] of clean(caption).matchAll(HASHTAG)) {
		const folded = tag.toLowerCase();
		if (!found.has(folded)) found.set(folded, tag);
	}
	return [...found.values()];
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The beginning of a text in one line; whole words, as far as there are any. @param most characters */
export function firstWords(text: string, most: number): string {
	const line = clean(text).replace(/\s+/gu, ' ').trim();
	// Of a long caption only so much is looked at: no character has that many parts.
	const signs = Array.from(graphemes.segment(line.slice(0, most * 20)), ({ segment }) => segment);
	if (signs.length <= most) return line;
	const cut = signs.slice(0, most).join('');
	const end = cut.lastIndexOf(' ');
	return `${end > cut.length / 2 ? cut.slice(0, end) : cut}…`;
}
