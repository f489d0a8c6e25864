import * as z from 'zod';
import { addressIn, fieldOf, flagIn, idIn, numberIn, textIn, timeIn, wordIn } from './pick.ts';

/** What is asked of each post; Meta leaves out what there is not. */
export const MEDIA_FIELDS =
	'id,caption,media_type,media_product_type,media_url,thumbnail_url,permalink,timestamp,username,like_count,comments_count';

export const MEDIA_ITEM = z.object({
	id: z.string().nullable(),
	media_type: z.string().nullable().describe('IMAGE, VIDEO or CAROUSEL_ALBUM'),
	media_product_type: z.string().nullable().describe('FEED, REELS or STORY'),
	permalink: z.string().nullable(),
	timestamp: z.string().nullable(),
	like_count: z.number().nullable(),
	comments_count: z.number().nullable(),
	media_url: z.string().nullable().describe('Signed by Meta; works for some days'),
	thumbnail_url: z.string().nullable(),
	untrusted: z.object({ caption: z.string().nullable(), username: z.string().nullable() })
});

/** A post of Meta's answer, each field by its kind. */
export const mediaItem = (media: unknown): z.infer<typeof MEDIA_ITEM> => ({
	id: idIn(fieldOf(media, 'id')),
	media_type: wordIn(fieldOf(media, 'media_type')),
	media_product_type: wordIn(fieldOf(media, 'media_product_type')),
	permalink: addressIn(fieldOf(media, 'permalink')),
	timestamp: timeIn(fieldOf(media, 'timestamp')),
	like_count: numberIn(fieldOf(media, 'like_count')),
	comments_count: numberIn(fieldOf(media, 'comments_count')),
	media_url: addressIn(fieldOf(media, 'media_url')),
	thumbnail_url: addressIn(fieldOf(media, 'thumbnail_url')),
	untrusted: {
		caption: textIn(fieldOf(media, 'caption')),
		username: textIn(fieldOf(media, 'username'))
	}
});

/** What is asked of one post beside. */
export const WHOLE_MEDIA_FIELDS = `${MEDIA_FIELDS},alt_text,is_comment_enabled,children{id,media_type,media_url,thumbnail_url}`;

export const WHOLE_MEDIA = MEDIA_ITEM.extend({
	is_comment_enabled: z.boolean().nullable(),
	children: z
		.array(MEDIA_ITEM.pick({ id: true, media_type: true, media_url: true, thumbnail_url: true }))
		.describe('The parts of a carousel'),
	untrusted: MEDIA_ITEM.shape.untrusted.extend({ alt_text: z.string().nullable() })
});

export function wholeMedia(media: unknown): z.infer<typeof WHOLE_MEDIA> {
	const item = mediaItem(media);
	const children = fieldOf(fieldOf(media, 'children'), 'data');
	return {
		...item,
		is_comment_enabled: flagIn(fieldOf(media, 'is_comment_enabled')),
		children: (Array.isArray(children) ? children : [])
			.map(mediaItem)
			.map(({ id, media_type, media_url, thumbnail_url }) => ({
				id,
				media_type,
				media_url,
				thumbnail_url
			})),
		untrusted: { ...item.untrusted, alt_text: textIn(fieldOf(media, 'alt_text')) }
	};
}
