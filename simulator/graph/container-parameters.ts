import { textsInJson } from '../query.ts';
import { booleanIn } from './comment-writes.ts';
import { invalidParameter, refusal } from './errors.ts';
import type { MediaType, ProductType } from './media.ts';
import type { Viewer } from './viewer.ts';

/** What `POST /{ig}/media` asks for, once its parameters have been judged. */
export type ContainerRequest = {
	mediaType: MediaType;
	productType: ProductType;
	/** Of the picture or the film, to be fetched; null for a carousel and a resumable upload. */
	address: string | null;
	coverAddress: string | null;
	caption: string | null;
	altText: string | null;
	isCarouselItem: boolean;
	isSharedToFeed: boolean;
	/** Ids of the containers of a carousel. */
	childIds: string[];
	isResumable: boolean;
};

/** `media_type` and what it makes; left out, or IMAGE, it is a picture. */
const KINDS: Record<string, { mediaType: MediaType; productType: ProductType }> = {
	IMAGE: { mediaType: 'IMAGE', productType: 'FEED' },
	VIDEO: { mediaType: 'VIDEO', productType: 'FEED' },
	REELS: { mediaType: 'VIDEO', productType: 'REELS' },
	STORIES: { mediaType: 'IMAGE', productType: 'STORY' },
	CAROUSEL: { mediaType: 'CAROUSEL_ALBUM', productType: 'FEED' }
};

const MOST = { caption: 2200, hashtags: 30, mentions: 20, altText: 1000, children: 10 } as const;
const MOST_COLLABORATORS = 5;

/** Ids of a list: with commas between, a list in JSON, or a list of numbers. */
const idsIn = (text: string) =>
	(textsInJson(text) ?? text.replace(/[[\]"\s]/g, '').split(',')).filter(Boolean);

/** Reads the parameters of `POST /{ig}/media` (Meta, IG User Media). @returns Meta's refusal */
export function readContainerRequest(
	viewer: Viewer,
	parameters: Map<string, string>
): ContainerRequest | Response {
	const invalid = (message: string, subcode?: number) => invalidParameter(viewer, message, subcode);
	const name = parameters.get('media_type') || 'IMAGE';
	const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
	if (!kind) return invalid(`Unknown media type: ${name.slice(0, 50)}`, 2_207_023);
	const isCarouselItem = booleanIn(parameters, 'is_carousel_item') ?? false;
	if (name === 'VIDEO' && !isCarouselItem)
		return invalid(
			'The VIDEO value for media_type is no longer supported. Use the REELS media type to publish a video to your Instagram feed.',
			2_207_067
		);
	const isResumable = parameters.get('upload_type') === 'resumable';
	const imageUrl = parameters.get('image_url') || null;
	const videoUrl = parameters.get('video_url') || null;
	const isVideo = kind.mediaType === 'VIDEO' || (name === 'STORIES' && !imageUrl);
	const address = isVideo ? videoUrl : imageUrl;
	const childIds = name === 'CAROUSEL' ? idsIn(parameters.get('children') ?? '') : [];
	if (name === 'CAROUSEL' && (childIds.length < 2 || childIds.length > MOST.children))
		return invalid('A carousel needs 2 to 10 children', 2_207_028);
	if (name !== 'CAROUSEL' && address === null && !isResumable)
		return invalid(
			isVideo ? 'The parameter video_url is required' : 'The parameter image_url is required'
		);
	const complaint =
		complaintAboutText(viewer, parameters) ?? complaintAboutMore(viewer, parameters);
	if (complaint) return complaint;
	if (isCarouselItem && parameters.has('is_ai_generated'))
		return invalid('is_ai_generated cannot be set on a carousel item');
	return {
		...kind,
		mediaType: isVideo ? 'VIDEO' : kind.mediaType,
		address,
		coverAddress: parameters.get('cover_url') || null,
		caption: parameters.get('caption') || null,
		altText: parameters.get('alt_text') || null,
		isCarouselItem,
		isSharedToFeed: booleanIn(parameters, 'share_to_feed') ?? true,
		childIds,
		isResumable
	};
}

function complaintAboutText(viewer: Viewer, parameters: Map<string, string>): Response | null {
	const caption = parameters.get('caption') ?? '';
	const count = (pattern: RegExp) => caption.match(pattern)?.length ?? 0;
	if (
		[...caption].length > MOST.caption ||
		count(/#[\p{L}\p{N}_]+/gu) > MOST.hashtags ||
		count(/@[\w.]+/g) > MOST.mentions
	)
		return refusal(viewer, {
			message: 'The caption was too long.',
			type: 'OAuthException',
			code: 36_004,
			subcode: 2_207_010,
			isTransient: false,
			userTitle: 'Caption too long',
			userMessage: 'The submitted caption has more characters, hashtags or mentions than allowed.'
		});
	if ((parameters.get('alt_text') ?? '').length > MOST.altText)
		return invalidParameter(viewer, 'alt_text must be at most 1000 characters');
	return null;
}

/** What is checked of the other parameters: their form, and what only one login or kind takes. */
function complaintAboutMore(viewer: Viewer, parameters: Map<string, string>): Response | null {
	const invalid = (message: string, subcode?: number) => invalidParameter(viewer, message, subcode);
	const tags = parameters.get('user_tags');
	if (tags && !isList(tags)) return invalid('user_tags must be a list', 2_207_035);
	const collaborators = parameters.get('collaborators');
	if (collaborators && idsIn(collaborators).length > MOST_COLLABORATORS)
		return invalid(`At most ${MOST_COLLABORATORS} collaborators`);
	const offset = parameters.get('thumb_offset');
	if (offset && !/^\d+$/.test(offset))
		return refusal(viewer, {
			message: 'The thumbnail offset is out of range',
			code: 1,
			subcode: 2_207_057
		});
	if (viewer.login === 'facebook') return null;
	const foreign = ['branded_content_sponsor_ids', 'is_paid_partnership', 'product_tags'].find(
		(name) => parameters.has(name)
	);
	if (foreign) return invalid(`The parameter ${foreign} is not available on this endpoint`);
	return null;
}

function isList(text: string): boolean {
	try {
		return Array.isArray(JSON.parse(text));
	} catch {
		return false;
	}
}
