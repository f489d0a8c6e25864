import { stableNumber } from './ids.ts';
import type { Media, ProductType } from './media.ts';

type Kind = Exclude<ProductType, 'AD'>;

export type MediaMetric = {
	/** The kinds of media that have it. */
	kinds: readonly Kind[];
	/** `facebook`: of Facebook Login only; `reposts`: on Instagram Login by switch. */
	only?: 'facebook' | 'reposts';
	/** Told as `total_value`, with this breakdown where it is asked for. */
	breakdown?: { name: string; values: readonly string[] };
	title: string;
	description: string;
	value(media: Media): number;
};

const FEED = ['FEED'] as const;
const REELS = ['REELS'] as const;
const STORY = ['STORY'] as const;
const POSTS = ['FEED', 'REELS'] as const;
const FEED_AND_STORY = ['FEED', 'STORY'] as const;
const ALL = ['FEED', 'REELS', 'STORY'] as const;

/** A part of those who saw it, in percent, another for each media. */
const part = (name: string, from: number, to: number) => (media: Media) =>
	Math.round((media.viewers * stableNumber(`${name} ${media.id}`, from, to)) / 100);

/** Metrics by kind of media (Meta, IG Media Insights). A fact stands here once. */
export const MEDIA_METRICS: Record<string, MediaMetric> = {
	views: {
		kinds: ALL,
		title: 'Views',
		description: 'The number of times that it was played or displayed.',
		value: part('views', 110, 180)
	},
	reach: {
		kinds: ALL,
		title: 'Accounts reached',
		description: 'The number of unique accounts that have seen it at least once.',
		value: (media) => media.viewers
	},
	likes: {
		kinds: POSTS,
		title: 'Likes',
		description: 'The number of likes.',
		value: (media) => media.likeCount
	},
	comments: {
		kinds: POSTS,
		title: 'Comments',
		description: 'The number of comments.',
		value: part('comments', 0, 3)
	},
	saved: {
		kinds: POSTS,
		title: 'Saved',
		description: 'The number of unique accounts that saved it.',
		value: part('saved', 0, 6)
	},
	shares: {
		kinds: ALL,
		title: 'Shares',
		description: 'The number of shares.',
		value: part('shares', 0, 5)
	},
	total_interactions: {
		kinds: ALL,
		title: 'Interactions',
		description: 'Likes, saves, comments and shares, less what was undone.',
		value: (media) => media.likeCount + part('interactions', 1, 9)(media)
	},
	follows: {
		kinds: FEED_AND_STORY,
		title: 'Follows',
		description: 'The number of accounts that began to follow.',
		value: part('follows', 0, 2)
	},
	profile_visits: {
		kinds: FEED_AND_STORY,
		title: 'Profile visits',
		description: 'The number of times that the profile was visited.',
		value: part('visits', 1, 8)
	},
	profile_activity: {
		kinds: FEED_AND_STORY,
		breakdown: {
			name: 'action_type',
			values: ['bio_link_clicked', 'call', 'direction', 'email', 'other', 'text']
		},
		title: 'Profile activity',
		description: 'What people did on the profile after seeing it.',
		value: part('activity', 0, 4)
	},
	replies: {
		kinds: STORY,
		title: 'Replies',
		description: 'The number of replies.',
		value: part('replies', 0, 4)
	},
	navigation: {
		kinds: STORY,
		breakdown: {
			name: 'story_navigation_action_type',
			values: ['tap_forward', 'tap_back', 'tap_exit', 'swipe_forward']
		},
		title: 'Navigation',
		description: 'How people moved on from the story.',
		value: part('navigation', 20, 90)
	},
	ig_reels_avg_watch_time: {
		kinds: REELS,
		title: 'Average watch time',
		description: 'The average time that was spent watching, in milliseconds.',
		value: ({ id }) => stableNumber(`watch ${id}`, 2000, 14_000)
	},
	ig_reels_video_view_total_time: {
		kinds: REELS,
		title: 'Watch time',
		description: 'The whole time that was spent watching, in milliseconds.',
		value: ({ id, viewers }) => 2_147_483_647 + viewers * stableNumber(`total ${id}`, 2000, 14_000)
	},
	reels_skip_rate: {
		kinds: REELS,
		title: 'Skip rate',
		description: 'The share of views that were skipped in the first three seconds, in percent.',
		value: ({ id }) => stableNumber(`skip ${id}`, 1000, 6500) / 100
	},
	crossposted_views: {
		kinds: REELS,
		title: 'Views on Instagram and Facebook',
		description: 'Views of a crossposted reel.',
		value: part('crossposted', 120, 220)
	},
	facebook_views: {
		kinds: ALL,
		title: 'Views on Facebook',
		description: 'Views on Facebook.',
		value: part('facebook', 5, 40)
	},
	reposts: {
		kinds: ALL,
		only: 'reposts',
		title: 'Reposts',
		description: 'The number of reposts.',
		value: part('reposts', 0, 2)
	},
	total_likes: {
		kinds: POSTS,
		only: 'facebook',
		title: 'Total likes',
		description: 'Likes on Instagram and Facebook.',
		value: (media) => media.likeCount + part('total likes', 0, 2)(media)
	},
	total_comments: {
		kinds: POSTS,
		only: 'facebook',
		title: 'Total comments',
		description: 'Comments on Instagram and Facebook.',
		value: part('total comments', 0, 3)
	},
	total_views: {
		kinds: ALL,
		only: 'facebook',
		title: 'Total views',
		description: 'Views on Instagram and Facebook.',
		value: part('total views', 120, 240)
	},
	link_clicks: {
		kinds: [...FEED, ...STORY],
		only: 'facebook',
		title: 'Link clicks',
		description: 'The number of clicks on links.',
		value: part('clicks', 0, 4)
	}
};

/** Gone from every version; one of them fails the whole call (Meta, changelog). */
export const DEAD_MEDIA_METRICS = [
	'impressions',
	'plays',
	'clips_replays_count',
	'ig_reels_aggregated_all_plays_count',
	'video_views',
	'engagement',
	'taps_forward',
	'taps_back',
	'exits',
	'carousel_album_engagement',
	'carousel_album_impressions',
	'carousel_album_reach',
	'carousel_album_saved',
	'carousel_album_video_views'
];

/** Media from before this day still have `impressions`. */
export const IMPRESSIONS_UNTIL = Date.UTC(2024, 6, 2);
