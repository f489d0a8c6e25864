import * as z from 'zod';

/** A post as Meta lists it, in our words. Its links work for days only: they are stored nowhere. */
export type FoundMedia = {
	mediaId: string;
	/** A kind that nobody knows yet is a `post`. */
	kind: 'image' | 'carousel' | 'video' | 'reel' | 'post';
	/** Empty where there is none; lists were seen to cut it (`LIST_CAPTION`). */
	caption: string;
	/** https on instagram.com, or null. */
	permalink: string | null;
	publishedAt: number;
	/** Told of reels; null: not told. */
	isSharedToFeed: boolean | null;
	likes: number | null;
	comments: number | null;
	alt: string | null;
	/** Where its picture is for some days; of films the still. Null: Meta names none. */
	pictureUrl: string | null;
	children: FoundChild[];
};

export type FoundChild = {
	mediaId: string;
	kind: 'image' | 'video';
	alt: string | null;
	pictureUrl: string | null;
};

/** At so many characters a caption in a list may be cut (reports; Meta documents no bound). */
export const LIST_CAPTION = 2000;

/** Instagram takes 2,200; more than that is no caption. */
const MOST_CAPTION = 10_000;
const MOST_ALT = 2_000;
const MOST_CHILDREN = 20;

/** "IG Media", Instagram Platform reference. What a login does not know it refuses: see `media-list.ts`. */
export const MEDIA_FIELDS = [
	'id',
	'caption',
	'media_type',
	'media_product_type',
	'media_url',
	'thumbnail_url',
	'permalink',
	'timestamp',
	'like_count',
	'comments_count',
	'is_shared_to_feed',
	'alt_text',
	'children'
] as const;

/** A field that carries no word of its own; what cannot be read counts as not told. */
const optional = <T extends z.ZodType>(type: T) => type.nullish().catch(null);
const id = z
	.union([z.string(), z.int().nonnegative().transform(String)])
	.pipe(z.string().regex(/^\d{1,40}$/));
const text = (most: number) =>
	optional(z.string().transform((given) => given.toWellFormed().slice(0, most)));
const link = optional(z.url({ protocol: /^https?$/ }).max(8192));
const count = optional(z.int().nonnegative());

const childAnswer = z.object({
	id,
	media_type: optional(z.string()),
	media_url: link,
	thumbnail_url: link,
	alt_text: text(MOST_ALT)
});

const mediaAnswer = childAnswer.extend({
	caption: text(MOST_CAPTION),
	media_product_type: optional(z.string()),
	permalink: link,
	timestamp: z.string(),
	like_count: count,
	comments_count: count,
	is_shared_to_feed: optional(z.boolean()),
	children: optional(z.object({ data: z.array(z.unknown()).max(MOST_CHILDREN) }))
});

/** @returns null for a story, and for what is no post at all: one odd entry never loses the others */
export function mediaIn(entry: unknown): FoundMedia | null {
	const { data: told } = mediaAnswer.safeParse(entry);
	const publishedAt = told && timeIn(told.timestamp);
	if (!told || publishedAt === null || publishedAt === undefined) return null;
	if (told.media_product_type === 'STORY') return null;
	const kind = kindOf(told.media_type, told.media_product_type);
	return {
		mediaId: told.id,
		kind,
		caption: told.caption ?? '',
		permalink: instagramLink(told.permalink),
		publishedAt,
		isSharedToFeed: told.is_shared_to_feed ?? null,
		likes: told.like_count ?? null,
		comments: told.comments_count ?? null,
		alt: told.alt_text || null,
		pictureUrl: pictureIn(told),
		children: (told.children?.data ?? []).map(childIn).filter((child) => child !== null)
	};
}

function childIn(entry: unknown): FoundChild | null {
	const { data: told } = childAnswer.safeParse(entry);
	if (!told) return null;
	return {
		mediaId: told.id,
		kind: told.media_type === 'VIDEO' ? 'video' : 'image',
		alt: told.alt_text || null,
		pictureUrl: pictureIn(told)
	};
}

function kindOf(type: string | null | undefined, product: string | null | undefined) {
	if (product === 'REELS') return 'reel';
	if (type === 'IMAGE') return 'image';
	if (type === 'CAROUSEL_ALBUM') return 'carousel';
	return type === 'VIDEO' ? 'video' : 'post';
}

/** The `media_url` of a film is the film; a picture that Meta holds back may still have a thumbnail. */
const pictureIn = (told: z.infer<typeof childAnswer>) =>
	(told.media_type === 'VIDEO' ? null : told.media_url) ?? told.thumbnail_url ?? null;

/** `2026-01-31T18:22:05+0000`: no colon in the zone, so not what all parsers of ISO 8601 take. */
function timeIn(timestamp: string): number | null {
	const [, time, zone = ''] =
		/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(Z|[+-]\d\d:?\d\d)$/.exec(timestamp) ?? [];
	if (time === undefined) return null;
	const at = Date.parse(time + zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2'));
	return Number.isNaN(at) ? null : at;
}

/** Where a post leads: nowhere but to Instagram. */
function instagramLink(given: string | null | undefined): string | null {
	if (!given) return null;
	const url = new URL(given);
	const isInstagram = /^(www\.)?instagram\.com$/.test(url.host);
	const isPlain = url.protocol === 'https:' && url.username === '' && url.password === '';
	return isInstagram && isPlain ? url.href : null;
}
