import { contentId } from './ids.ts';

export const MEDIA_TYPES = ['IMAGE', 'VIDEO', 'CAROUSEL_ALBUM'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];
export const PRODUCT_TYPES = ['FEED', 'REELS', 'STORY', 'AD'] as const;
export type ProductType = (typeof PRODUCT_TYPES)[number];
export const AUDIO_TYPES = ['MUSIC', 'ORIGINAL_SOUND'] as const;
export type AudioType = (typeof AUDIO_TYPES)[number];

/** A post, a reel, a story, or one picture of a carousel (Meta, IG Media). */
export type Media = {
	id: string;
	username: string;
	/** The app that published it; null for what was posted in Instagram's own app. */
	clientId: string | null;
	mediaType: MediaType;
	productType: ProductType;
	caption: string | null;
	altText: string | null;
	/** Milliseconds since 1970; Meta tells whole seconds. */
	at: number;
	/** Of a carousel, in order. */
	children: Media[];
	/** The carousel that this is a child of. */
	parentId: string | null;
	likeCount: number;
	/** The owner hides the number, so that it is left out. */
	hidesLikes: boolean;
	/** False for licensed audio and copyright: `media_url` is left out, one's own too. */
	hasMediaUrl: boolean;
	isCommentEnabled: boolean;
	isSharedToFeed: boolean;
	isArchived: boolean;
	/** Posted before the account was a professional one: no insights. */
	isBeforeConversion: boolean;
	audioType: AudioType | null;
	/** How many have seen it; a story tells nothing under five. */
	viewers: number;
	/** Width by height of the picture, in pixels. */
	size: [width: number, height: number];
	/** The bytes that were fetched when it was published; null for a drawn one. */
	bytes: Uint8Array<ArrayBuffer> | null;
	/** From which the picture is drawn. */
	seed: string;
};

export const STORY_LIFE_MS = 86_400_000;

/** A media with everything that `given` leaves out filled in. */
export function createMedia(
	given: Partial<Media> & Pick<Media, 'username' | 'at' | 'seed'>
): Media {
	return {
		id: contentId('media', given.seed),
		clientId: null,
		mediaType: 'IMAGE',
		productType: 'FEED',
		caption: null,
		altText: null,
		children: [],
		parentId: null,
		likeCount: 0,
		hidesLikes: false,
		hasMediaUrl: true,
		isCommentEnabled: true,
		isSharedToFeed: true,
		isArchived: false,
		isBeforeConversion: false,
		audioType: null,
		viewers: 0,
		size: [640, 640],
		bytes: null,
		...given
	};
}

export const isStory = (media: Media) => media.productType === 'STORY';

/** Stories are there for a day; everything else stays. */
export const isAlive = (media: Media, now: number) =>
	!isStory(media) || now - media.at < STORY_LIFE_MS;
