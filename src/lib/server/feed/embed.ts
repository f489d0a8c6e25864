import type { KeptPicture, KeptPost } from '../content/post.ts';
import type { EmbedChoice } from './embed-choice.ts';
import { EMBED_STYLE } from './embed-style.ts';
import { linkOf, pageSize, type Places, type Shown, sizesOf } from './shown.ts';
import { escaped, firstWords } from './text.ts';
import { altOf } from './words-of-post.ts';

const WORDS_OF_MISSING = 140;
const KIND_WORDS: Readonly<Record<string, string>> = {
	carousel: 'Carousel',
	video: 'Video',
	reel: 'Reel'
};

/** The page for iframes: a grid of square cells, no script, each cell a link to Instagram. */
export function embed(
	shown: Shown,
	places: Pick<Places, 'picture'>,
	{ columns, limit }: EmbedChoice
): string {
	const posts = shown.posts.slice(0, limit ?? shown.posts.length);
	const cells = posts.map((post, at) => cellOf(post, shown, { places, columns, at }));
	const body =
		cells.length > 0
			? `<ul class="c${String(columns)}">\n${cells.join('\n')}\n</ul>`
			: '<p>No posts yet.</p>';
	return page(`Posts of ${shown.account.username}`, body);
}

/** The same page with one sentence in it, for a feed that shows nothing. */
export const embedSentence = (sentence: string) => page('Mooring', `<p>${escaped(sentence)}</p>`);

const page = (title: string, body: string) =>
	`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${EMBED_STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`;

type Cell = { places: Pick<Places, 'picture'>; columns: number; at: number };

function cellOf(post: KeptPost, { account }: Shown, cell: Cell) {
	const inside = post.picture
		? pictureOf(post.picture, altOf(post, account.username), cell)
		: wordsOf(post);
	const link = linkOf(post);
	const name = post.picture ? '' : ' class="words"';
	const whole =
		link === null
			? `<div${name}>${inside}</div>`
			: `<a${name} href="${escaped(link)}" target="_blank" rel="noopener noreferrer">${inside}</a>`;
	const kind = KIND_WORDS[post.kind];
	return `<li>${whole}${kind ? `<span class="kind">${kind}</span>` : ''}</li>`;
}

function pictureOf(picture: KeptPicture, alt: string, { places, columns, at }: Cell) {
	const shown = pageSize(picture);
	// A smaller original repeats its largest; of one width a browser wants one address.
	const byWidth = new Map(
		sizesOf(picture)
			.filter(([name]) => name !== 'full' || picture.large === null)
			.map(([, { file, width }]) => [width, `${places.picture(file)} ${String(width)}w`])
	);
	const srcset = [...byWidth.values()].join(', ');
	const sizes = `${String(Math.ceil(100 / columns))}vw`;
	// What is seen first comes first; the rest when somebody scrolls to it.
	const loading = at < columns * 2 ? '' : ' loading="lazy"';
	return `<img src="${escaped(places.picture(shown.file))}" srcset="${escaped(srcset)}" sizes="${sizes}" alt="${escaped(alt)}" width="${String(shown.width)}" height="${String(shown.height)}"${loading} decoding="async">`;
}

const wordsOf = ({ caption, permalink }: KeptPost) => {
	const words = firstWords(caption, WORDS_OF_MISSING);
	const more = permalink === null ? '' : '<b>Watch on Instagram</b>';
	return `<span dir="auto">${escaped(words)}</span>${more}`;
};
