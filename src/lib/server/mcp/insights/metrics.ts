/**
 * Which numbers there are, as data, because Meta adds and drops some every few months. Sources: Meta's
 * reference, "IG Media Insights" and "IG User Insights", November 2026.
 */
export type MediaKind = 'FEED' | 'REELS' | 'STORY';

const POSTS = ['views', 'reach', 'likes', 'comments', 'saved', 'shares', 'total_interactions'];

export const MEDIA_METRICS: Readonly<Record<MediaKind, readonly string[]>> = {
	FEED: [...POSTS, 'follows', 'profile_visits', 'profile_activity', 'reposts'],
	REELS: [
		...POSTS,
		'ig_reels_avg_watch_time',
		'ig_reels_video_view_total_time',
		'reels_skip_rate',
		'crossposted_views',
		'facebook_views',
		'reposts'
	],
	STORY: [
		'views',
		'reach',
		'shares',
		'total_interactions',
		'follows',
		'profile_visits',
		'profile_activity',
		'replies',
		'navigation'
	]
};

/** In addition where accounts are behind Pages. */
export const MEDIA_METRICS_BEHIND_PAGES: Readonly<Record<MediaKind, readonly string[]>> = {
	FEED: ['total_likes', 'total_comments', 'total_views', 'link_clicks'],
	REELS: ['total_likes', 'total_comments', 'total_views'],
	STORY: ['total_views', 'link_clicks']
};

/** How numbers of an account have to be asked for; those of one row can be asked for together. */
export type AccountMetrics = {
	metrics: readonly string[];
	parameters: Readonly<Record<string, string>>;
	/** Meta has them of the last 30 days only. */
	isOfLately?: true;
};

export const ACCOUNT_METRICS: readonly AccountMetrics[] = [
	{
		// One number for the whole window: daily reach counts people, and people come back.
		metrics: [
			'views',
			'reach',
			'accounts_engaged',
			'total_interactions',
			'likes',
			'comments',
			'saves',
			'shares',
			'replies',
			'reposts',
			'profile_links_taps',
			'profile_views',
			'website_clicks'
		],
		parameters: { period: 'day', metric_type: 'total_value' }
	},
	{
		metrics: ['follows_and_unfollows'],
		parameters: { period: 'day', metric_type: 'total_value', breakdown: 'follow_type' }
	},
	{ metrics: ['follower_count'], parameters: { period: 'day' }, isOfLately: true }
];
