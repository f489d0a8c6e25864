/** Choices that many make; all of them can be changed before the key is made. */
export const PRESETS: { id: string; name: string; actions: string[] }[] = [
	{ id: 'posts', name: 'Read posts', actions: ['profile.read', 'media.read'] },
	{
		id: 'everything',
		name: 'Read everything',
		actions: ['profile.read', 'media.read', 'insights.read', 'comments.read']
	},
	{ id: 'publish', name: 'Publish', actions: ['publish'] }
];

/** When a key ends, counted in days from now; the last one asks for a date. */
export const EXPIRIES = [
	{ id: 'none', name: 'Never' },
	{ id: '30', name: 'In 30 days' },
	{ id: '90', name: 'In 90 days' },
	{ id: '365', name: 'In a year' },
	{ id: 'date', name: 'On a date' }
] as const;

/** What each action gives a tool, beside its words. */
export const WHAT_FOR: Readonly<Record<string, string>> = {
	'profile.read': 'Name, biography, and the numbers of followers and posts.',
	'media.read': 'Pictures, captions, links and dates.',
	'insights.read': 'Reach, views and other numbers of the account and its posts.',
	'comments.read': 'What people write under your posts, with their names.',
	'comments.write': 'What is deleted cannot be brought back.',
	publish: 'Pictures, carousels and reels, without asking you first.'
};
