/** What a post is to a feed; a kind of Meta's that nobody knows yet is a `post`. */
export type PostKind = 'image' | 'carousel' | 'video' | 'reel' | 'post';

/** One rendition of a kept picture; `file` is its name in the folder and in the address, `bytes` its length. */
export type PictureFile = { file: string; width: number; height: number; bytes: number };

/** Our copy of a picture. Without `sharp`, and for what is small, several sizes name one file. */
export type KeptPicture = {
	/** 320 px wide, WebP. Null without `sharp`, where `full` alone is there. */
	small: PictureFile | null;
	/** 640 px, WebP. */
	medium: PictureFile | null;
	/** 1080 px, WebP. */
	large: PictureFile | null;
	/** Up to 1440 px, JPEG. */
	full: PictureFile;
};

export type PostChild = {
	mediaId: string;
	kind: 'image' | 'video';
	alt: string | null;
	/** Null: Meta named no picture, or it is not here yet. */
	picture: KeptPicture | null;
};

/** A post as it is kept here: in our words, with our pictures, without a link of Meta's picture hosts. */
export type KeptPost = {
	mediaId: string;
	kind: PostKind;
	/** The whole caption as Meta gave it; empty where there is none. */
	caption: string;
	/** https on instagram.com, or null where Meta's was something else. */
	permalink: string | null;
	publishedAt: number;
	/** Whether it is in the account's grid; null: not told, and counts as yes. */
	isSharedToFeed: boolean | null;
	likes: number | null;
	comments: number | null;
	alt: string | null;
	/** Its own picture, or the first child's; null: Meta named none, or it is not here yet. */
	picture: KeptPicture | null;
	children: PostChild[];
};

/** Why the last good copy is all there is. */
export type StaleReason =
	| 'waiting'
	| 'meta_unreachable'
	| 'needs_reconnect'
	| 'rate_limited'
	| 'permission_missing'
	| 'locked';

/** How the content of one connection is. Times on the clock of connections. */
export type ContentState = {
	/** The last good sync; null: none yet. */
	syncedAt: number | null;
	/** Why the latest sync was not good; null: it was, or none was tried. */
	failing: StaleReason | null;
	/** Grows whenever something that a feed shows changed: a new post, a picture that arrived, a post that left. */
	version: number;
	account: { username: string; name: string | null; picture: KeptPicture | null };
	/** Disconnected: its feeds answer 410. */
	isLeft: boolean;
};
