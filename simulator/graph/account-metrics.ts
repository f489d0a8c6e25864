export type AccountMetric = {
	period: 'day' | 'lifetime';
	/** How it can be told: by day, as one number, or (`hours`) as a map of hours. */
	types: readonly ('time_series' | 'total_value' | 'hours')[];
	breakdowns: readonly string[];
	/** Accounts with fewer followers have no data. */
	fewestFollowers?: number;
	isDemographic?: boolean;
	title: string;
	/** About how many a day, in percent of the followers. */
	daily: number;
};

const TOTAL = ['total_value'] as const;
const BY_PRODUCT = ['media_product_type'] as const;
const DEMOGRAPHIC = {
	period: 'lifetime',
	types: TOTAL,
	breakdowns: ['age', 'city', 'country', 'gender'],
	fewestFollowers: 100,
	isDemographic: true
} as const;

const total = (
	title: string,
	daily: number,
	breakdowns: readonly string[] = []
): AccountMetric => ({
	period: 'day',
	types: TOTAL,
	breakdowns,
	title,
	daily
});

/** Metrics of accounts (Meta, IG User Insights). A fact stands here once. */
export const ACCOUNT_METRICS: Record<string, AccountMetric> = {
	reach: {
		period: 'day',
		types: ['time_series', 'total_value'],
		breakdowns: ['media_product_type', 'follow_type'],
		title: 'Reach',
		daily: 30
	},
	follower_count: {
		period: 'day',
		types: ['time_series'],
		breakdowns: [],
		fewestFollowers: 100,
		title: 'Follower count',
		daily: 1
	},
	online_followers: {
		period: 'lifetime',
		types: ['hours'],
		breakdowns: [],
		fewestFollowers: 100,
		title: 'Online followers',
		daily: 12
	},
	views: total('Views', 60, ['follow_type', 'media_product_type']),
	accounts_engaged: total('Accounts engaged', 6),
	total_interactions: total('Total interactions', 9, BY_PRODUCT),
	likes: total('Likes', 6, BY_PRODUCT),
	comments: total('Comments', 1, BY_PRODUCT),
	saves: total('Saves', 1, BY_PRODUCT),
	shares: total('Shares', 1, BY_PRODUCT),
	replies: total('Replies', 1),
	reposts: total('Reposts', 1),
	follows_and_unfollows: {
		...total('Follows and unfollows', 1, ['follow_type']),
		fewestFollowers: 100
	},
	profile_links_taps: total('Profile links taps', 1, ['contact_button_type']),
	profile_views: total('Profile views', 4),
	website_clicks: total('Website clicks', 1),
	follower_demographics: { ...DEMOGRAPHIC, title: 'Follower demographics', daily: 100 },
	engaged_audience_demographics: {
		...DEMOGRAPHIC,
		title: 'Engaged audience demographics',
		daily: 20
	},
	reached_audience_demographics: {
		...DEMOGRAPHIC,
		title: 'Reached audience demographics',
		daily: 50
	}
};

/** What each dimension takes; of ages, cities and countries the first 45. */
export const DIMENSIONS: Record<string, readonly string[]> = {
	media_product_type: ['POST', 'REEL', 'STORY', 'CAROUSEL_CONTAINER'],
	follow_type: ['FOLLOWER', 'NON_FOLLOWER', 'UNKNOWN'],
	contact_button_type: [
		'BOOK_NOW',
		'CALL',
		'DIRECTION',
		'EMAIL',
		'INSTANT_EXPERIENCE',
		'TEXT',
		'UNDEFINED'
	],
	age: ['13-17', '18-24', '25-34', '35-44', '45-54', '55-64', '65+'],
	city: ['Lisbon, Lisboa', 'Leipzig, Saxony', 'Osaka, Osaka', 'Bristol, England'],
	country: ['PT', 'DE', 'JP', 'GB'],
	gender: ['F', 'M', 'U']
};

export const TIMEFRAMES = ['this_week', 'this_month'];
