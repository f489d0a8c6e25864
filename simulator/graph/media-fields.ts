import type { Field } from '../field-expansion.ts';
import { stableId } from '../ids.ts';
import { nodeAnswer, type NodeAnswer, type Readers } from '../node.ts';
import type { List } from '../pager.ts';
import { mediaAddress, thumbnailAddress } from './addresses.ts';
import { commentsUnder } from './comment-lists.ts';
import { nonexistingField } from './errors.ts';
import { shortcodeOf } from './ids.ts';
import { inBraces, type ListRequest, unlessEmpty } from './lists.ts';
import { mediaInsights } from './media-insights.ts';
import type { Media } from './media.ts';
import { plainNode } from './plain-node.ts';
import { idOf, metaTime } from './plain-values.ts';
import { contentOf, ownerOf, switchesOf, type Viewer } from './viewer.ts';

/** Where captions were seen to be cut, in lists only. */
const CAPTION_CUT = 2000;

/** A caption up to so many characters. */
const cutAt = (caption: string | null, most: number) =>
	caption === null || caption.length <= most ? caption : [...caption].slice(0, most).join('');

/** Of Facebook Login only: Instagram Login calls them nonexisting. */
const FACEBOOK_ONLY = (media: Media): Readers => ({
	boost_ads_list: () => null,
	boost_eligibility_info: () => null,
	// Only through business discovery.
	view_count: () => null,
	reposts_count: () => media.likeCount % 7,
	saved_count: () => media.likeCount % 31,
	shares_count: () => media.likeCount % 17,
	total_like_count: () => media.likeCount,
	total_comments_count: () => null,
	total_view_count: () => media.viewers
});

/** A child of a carousel has only these. */
const OF_CHILDREN = new Set([
	'id',
	'ig_id',
	'alt_text',
	'media_type',
	'media_url',
	'owner',
	'permalink',
	'shortcode',
	'thumbnail_url',
	'timestamp',
	'username'
]);

/** How each field of a media is read (Meta, IG Media). */
function mediaReaders(viewer: Viewer, media: Media, isListed: boolean): Readers {
	const { visit } = viewer;
	const { missingMediaUrl, captionsCut } = switchesOf(viewer);
	const isVideo = media.mediaType === 'VIDEO';
	const shortcode = shortcodeOf(media.id);
	const isReel = media.productType === 'REELS';
	const isWithoutUrl =
		missingMediaUrl === 'all' || (missingMediaUrl === 'some' && !media.hasMediaUrl);
	return {
		id: () => idOf(viewer, media.id),
		ig_id: () => stableId('3', `ig media ${media.id}`),
		caption: () => cutAt(media.caption, isListed && captionsCut ? CAPTION_CUT : Infinity),
		media_type: () => media.mediaType,
		media_product_type: () => media.productType,
		media_audio_type: () => media.audioType,
		media_url: () => (isWithoutUrl ? null : mediaAddress(visit, media)),
		thumbnail_url: () => (isVideo ? thumbnailAddress(visit, media) : null),
		permalink: () => `https://www.instagram.com/${isReel ? 'reel' : 'p'}/${shortcode}/`,
		shortcode: () => shortcode,
		timestamp: () => metaTime(media.at),
		username: () => media.username,
		owner: ({ fields }) => ownerNode(viewer, media, fields),
		like_count: () => (media.hidesLikes ? null : media.likeCount),
		comments_count: () => contentOf(viewer).under(media.id).length,
		is_comment_enabled: () => media.isCommentEnabled,
		is_shared_to_feed: () => (isReel ? media.isSharedToFeed : null),
		alt_text: () => media.altText,
		copyright_check_information: () =>
			isVideo ? { status: { status: 'completed', matches_found: !media.hasMediaUrl } } : null,
		children: (field) => unlessEmpty(childrenOf(viewer, media, inBraces(field))),
		comments: (field) => unlessEmpty(commentsUnder(viewer, media, inBraces(field))),
		insights: ({ modifiers }) => mediaInsights(viewer, media, modifiers),
		...(viewer.login === 'facebook' ? FACEBOOK_ONLY(media) : {})
	};
}

function ownerNode(viewer: Viewer, media: Media, asked: Field[] | null) {
	const owner = ownerOf(viewer, media);
	if (!owner) return null;
	const values = { id: owner.userId, username: owner.username, name: owner.name };
	return plainNode(viewer, 'IGUser', values, asked, ['id']);
}

/**
 * A media as an answer tells it: `id` always, and of the rest what is asked for.
 * @param isListed in a list, where long captions come cut
 */
export function mediaNode(
	viewer: Viewer,
	media: Media,
	asked: Field[] | null,
	isListed = false
): NodeAnswer | Response {
	const all = mediaReaders(viewer, media, isListed);
	const readers =
		media.parentId === null
			? all
			: Object.fromEntries(
					Object.entries(all).map(([name, read]) => [
						name,
						OF_CHILDREN.has(name) ? read : () => null
					])
				);
	const refuse = (field: string) => nonexistingField(viewer, field, 'Media');
	return nodeAnswer(readers, asked, ['id'], refuse);
}

/** `/{media}/children`: the pictures of a carousel, all at once. */
export function childrenOf(viewer: Viewer, media: Media, { fields }: ListRequest): List | Response {
	const data = [];
	for (const child of media.children) {
		const told = mediaNode(viewer, child, fields, true);
		if (told instanceof Response) return told;
		data.push(told);
	}
	return { data };
}
