import type { ActionId } from './actions.ts';
import { checkedRows } from './checked-rows.ts';

/**
 * What of Meta's Graph a key may reach: the allow-list of the relay, the OpenAPI document and the
 * tests are made of it. Rows, parameters and fields are data, because Meta adds to them every few
 * months. Sources: Meta's reference, "IG User", "IG Media", "IG Comment", "IG Container", read in
 * November 2026.
 */
export type Row = {
	id: RowId;
	method: 'GET' | 'POST' | 'DELETE';
	/** `{a}` an account, `{n}` a post, story, comment or container, `{page}` a Facebook Page. */
	path: string;
	/** Any of these opens it; none: every key. */
	actions: readonly ActionId[];
	/** What it takes beside the credential. */
	parameters: readonly string[];
	/** What a login takes in addition whose accounts are behind Pages. */
	pageParameters?: readonly string[];
	/** Answered from what is stored; Meta is not asked. Only where accounts are behind Pages. */
	isStored?: true;
	/** After "GET …:", for documents. */
	words: string;
};

export type RowId =
	| 'account'
	| 'accounts'
	| 'page'
	| 'media'
	| 'stories'
	| 'node'
	| 'children'
	| 'account-insights'
	| 'media-insights'
	| 'comments'
	| 'replies'
	| 'comment'
	| 'reply'
	| 'moderate'
	| 'delete-comment'
	| 'container'
	| 'publish'
	| 'publishing-limit';

const LIST = ['fields', 'limit', 'after', 'before', 'since', 'until', 'order', 'summary', 'locale'];
const INSIGHTS = [
	'metric',
	'period',
	'metric_type',
	'breakdown',
	'timeframe',
	'since',
	'until',
	'fields',
	'limit'
];
const ONE = ['fields', 'locale'];
const CONTAINER = [
	'image_url',
	'video_url',
	'media_type',
	'caption',
	'alt_text',
	'user_tags',
	'location_id',
	'collaborators',
	'cover_url',
	'thumb_offset',
	'share_to_feed',
	'audio_name',
	'is_carousel_item',
	'children',
	'trial_params',
	'is_ai_generated'
];

const row = (
	id: RowId,
	methodAndPath: `${Row['method']} ${string}`,
	actions: readonly ActionId[],
	parameters: readonly string[],
	words: string,
	more: Pick<Row, 'pageParameters' | 'isStored'> = {}
): Row => {
	const [method, path] = methodAndPath.split(' ') as [Row['method'], string];
	return { id, method, path, actions, parameters, words, ...more };
};

export const ROWS: readonly Row[] = checkedRows([
	row('account', 'GET {a}', [], ONE, 'The account; all of its profile with profile.read.'),
	row('accounts', 'GET me/accounts', [], LIST, 'The Page behind the account.', { isStored: true }),
	row('page', 'GET {page}', [], ONE, 'The Page behind the account.', { isStored: true }),
	row('media', 'GET {a}/media', ['media.read'], LIST, 'Its posts, the newest first.'),
	row('stories', 'GET {a}/stories', ['media.read'], LIST, 'Its stories of the last 24 hours.'),
	row(
		'node',
		'GET {n}',
		['media.read', 'comments.read', 'publish'],
		ONE,
		'One post, comment or container.'
	),
	row('children', 'GET {n}/children', ['media.read'], LIST, 'The parts of a carousel.'),
	row(
		'account-insights',
		'GET {a}/insights',
		['insights.read'],
		INSIGHTS,
		'Numbers of the account.'
	),
	row(
		'media-insights',
		'GET {n}/insights',
		['insights.read'],
		INSIGHTS,
		'Numbers of a post or story.'
	),
	row('comments', 'GET {n}/comments', ['comments.read'], LIST, 'Comments on a post.'),
	row('replies', 'GET {n}/replies', ['comments.read'], LIST, 'Answers to a comment.'),
	row('comment', 'POST {n}/comments', ['comments.write'], ['message'], 'Comments on a post.'),
	row('reply', 'POST {n}/replies', ['comments.write'], ['message'], 'Answers a comment.'),
	row(
		'moderate',
		'POST {n}',
		['comments.write'],
		['hide', 'comment_enabled'],
		'Hides or shows a comment; opens or closes the comments of a post.'
	),
	row('delete-comment', 'DELETE {n}', ['comments.write'], [], 'Deletes a comment.'),
	row('container', 'POST {a}/media', ['publish'], CONTAINER, 'Prepares a post.', {
		pageParameters: ['is_paid_partnership', 'branded_content_sponsor_ids']
	}),
	row(
		'publish',
		'POST {a}/media_publish',
		['publish'],
		['creation_id'],
		'Publishes what was prepared.'
	),
	row(
		'publishing-limit',
		'GET {a}/content_publishing_limit',
		['publish'],
		['fields', 'since'],
		'How many posts are left today.'
	)
]);

/** What `GET {a}` gives to a key without profile.read. */
export const OPEN_ACCOUNT_FIELDS = [
	'id',
	'user_id',
	'username',
	'name',
	'account_type',
	'profile_picture_url'
] as const;

/**
 * What of `GET {n}` each action gives. An undocumented plain name goes to Meta for a key with
 * media.read, so this list is what the others are held to.
 */
export const NODE_FIELDS = {
	'media.read': [
		'id',
		'caption',
		'media_type',
		'media_product_type',
		'media_url',
		'media_audio_type',
		'thumbnail_url',
		'permalink',
		'shortcode',
		'timestamp',
		'username',
		'owner',
		'like_count',
		'comments_count',
		'children',
		'is_comment_enabled',
		'is_shared_to_feed',
		'alt_text',
		'copyright_check_information',
		'ig_id',
		'boost_ads_list',
		'boost_eligibility_info',
		'reposts_count',
		'saved_count',
		'shares_count',
		'total_like_count',
		'total_comments_count',
		'total_views_count',
		'view_count'
	],
	'comments.read': [
		'id',
		'text',
		'timestamp',
		'username',
		'from',
		'like_count',
		'hidden',
		'parent_id',
		'media',
		'user',
		'replies'
	],
	publish: [
		'id',
		'status',
		'status_code',
		'permalink',
		'shortcode',
		'timestamp',
		'media_type',
		'media_product_type'
	]
} as const satisfies Partial<Record<ActionId, readonly string[]>>;

/** The action that an edge inside `fields` needs. */
export const EDGE_ACTIONS: Readonly<Record<string, ActionId>> = {
	media: 'media.read',
	children: 'media.read',
	stories: 'media.read',
	comments: 'comments.read',
	replies: 'comments.read',
	insights: 'insights.read'
};

/** Names that may carry braces and are no edge. */
export const PLAIN_WITH_BRACES = ['owner', 'from', 'user', 'instagram_business_account'] as const;
