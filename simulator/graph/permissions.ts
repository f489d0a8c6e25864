/** What calls need, by login (Meta, overview: permissions of both products). Null: not to be had. */
export const PERMISSIONS = {
	basic: {
		instagram: ['instagram_business_basic'],
		facebook: ['instagram_basic', 'pages_read_engagement']
	},
	insights: {
		instagram: ['instagram_business_manage_insights'],
		facebook: ['instagram_manage_insights']
	},
	comments: {
		instagram: ['instagram_business_manage_comments'],
		facebook: ['instagram_manage_comments']
	},
	publish: {
		instagram: ['instagram_business_content_publish'],
		facebook: ['instagram_content_publish']
	},
	messages: {
		instagram: ['instagram_business_manage_messages'],
		facebook: ['instagram_manage_messages']
	},
	/** "Media DELETE" is of Facebook Login only. */
	erase: { instagram: null, facebook: ['instagram_manage_contents'] }
} as const;

export type Permission = keyof typeof PERMISSIONS;
export type Login = 'instagram' | 'facebook';
