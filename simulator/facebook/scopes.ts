/** Granted with every login and never asked about (Meta, Permissions Reference). */
export const PUBLIC_PROFILE = 'public_profile';

/** Permissions of Facebook Login that this half knows; those of Instagram Login are none of them. */
export const FACEBOOK_SCOPES: Record<string, string> = {
	[PUBLIC_PROFILE]: 'Your name and picture',
	email: 'Your email address',
	instagram_basic: 'Read the profile and media of your Instagram account',
	instagram_content_publish: 'Publish on Instagram',
	instagram_manage_comments: 'Read and answer comments on Instagram',
	instagram_manage_insights: 'Read insights of your Instagram account',
	instagram_manage_messages: 'Read and send messages on Instagram',
	instagram_manage_contents: 'Delete media on Instagram',
	instagram_manage_engagement: 'Like on Instagram',
	pages_show_list: 'See the list of your Pages',
	pages_read_engagement: 'Read what is on your Pages',
	pages_manage_metadata: 'Settings of your Pages, and webhooks',
	pages_manage_posts: 'Publish on your Pages',
	pages_manage_engagement: 'Answer comments on your Pages',
	pages_read_user_content: 'Read what others write on your Pages',
	pages_messaging: 'Messages of your Pages',
	read_insights: 'Read insights of your Pages',
	business_management: 'Manage your business portfolios',
	ads_management: 'Manage your ads',
	ads_read: 'Read reports on your ads'
};

export const ALL_FACEBOOK_SCOPES = Object.keys(FACEBOOK_SCOPES);

/** What a configuration of Facebook Login for Business holds unless it is told otherwise. */
export const CONFIG_SCOPES = [
	'instagram_basic',
	'instagram_content_publish',
	'instagram_manage_comments',
	'instagram_manage_insights',
	'instagram_manage_messages',
	'pages_show_list',
	'pages_read_engagement',
	'business_management'
];

/** Whether the dialog lets the person choose Pages for this permission. */
export const isAboutPages = (scope: string) =>
	/^(pages|instagram)_/.test(scope) || scope === 'business_management';

/** Whether the dialog lets the person choose Instagram accounts for this permission. */
export const isAboutInstagram = (scope: string) => scope.startsWith('instagram_');
