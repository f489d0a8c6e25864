import type { ContentState, KeptPost } from '../../src/lib/server/content/post.ts';
import type { Shown } from '../../src/lib/server/feed/shown.ts';
import { keptPicture } from './content-rows.ts';

/** A post of Ada's as a feed gets it. */
export const keptPost = (facts: Partial<KeptPost> = {}): KeptPost => ({
	mediaId: '17900000000000001',
	kind: 'image',
	caption: 'A heron, in ink. #ink',
	permalink: 'https://www.instagram.com/p/heron/',
	publishedAt: Date.UTC(2026, 0, 31, 18, 22, 5),
	isSharedToFeed: null,
	likes: 12,
	comments: 3,
	alt: null,
	picture: keptPicture('a'),
	children: [],
	...facts
});

export const contentState = (facts: Partial<ContentState> = {}): ContentState => ({
	syncedAt: 5,
	failing: null,
	version: 1,
	account: { username: 'ada.draws', name: 'Ada', picture: keptPicture('f') },
	isLeft: false,
	...facts
});

export const shownPosts = (posts: KeptPost[], facts: Partial<Shown> = {}): Shown => ({
	title: 'ada.draws',
	account: contentState().account,
	posts,
	pinned: new Set(),
	hasCounts: false,
	...facts
});

/** Captions that break what is written without care. */
export const HARD_CAPTIONS: [string, string][] = [
	['markup', '<script>alert(1)</script> & "quotes" \'too\' ]]> <!-- --> &amp; &lt;'],
	['an attribute', '" onerror="alert(1)" x="'],
	['emoji', 'Ink 🖋️ family 👩‍👩‍👧‍👦 flags 🏳️‍🌈🇳🇴'],
	['a lone high surrogate', 'before \ud83d after'],
	['a lone low surrogate', 'before \udc00 after'],
	['control characters', 'a\u0000b\u0008c\u000bd\u001fe\u007ff\ufffe\uffff'],
	['right to left', 'שלום עולם \u202e evil \u202c مرحبا'],
	['line ends', 'one\r\ntwo\rthree\n\n\n\nfour\u2028five'],
	['2,200 characters', 'ä'.repeat(1_100) + ' ' + '🖋'.repeat(549)],
	['nothing', ''],
	['spaces', ' \n\t ']
];
