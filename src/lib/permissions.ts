import type { ConnectionView, ProviderId } from './view.ts';

export type PermissionState = 'allowed' | 'declined' | 'not_asked' | 'not_told';

/** One line of "May do": what it is, how it stands, and what to ask for to change that. */
export type Permission = {
	name: string;
	state: PermissionState;
	sentence: string | null;
	/** What to ask for; null where there is nothing to ask. */
	scope: string | null;
};

const PURPOSES: { name: string; off: string; scope: Record<ProviderId, string> }[] = [
	{
		name: 'Profile and posts',
		off: 'Nothing works without it.',
		scope: { instagram: 'instagram_business_basic', facebook: 'instagram_basic' }
	},
	{
		name: 'Insights',
		off: 'Reach and other numbers stay off.',
		scope: {
			instagram: 'instagram_business_manage_insights',
			facebook: 'instagram_manage_insights'
		}
	},
	{
		name: 'Comments',
		off: 'Reading and answering comments stays off.',
		scope: {
			instagram: 'instagram_business_manage_comments',
			facebook: 'instagram_manage_comments'
		}
	},
	{
		name: 'Publishing',
		off: 'Publishing stays off.',
		scope: {
			instagram: 'instagram_business_content_publish',
			facebook: 'instagram_content_publish'
		}
	},
	{
		name: 'Messages',
		off: 'Reading and answering messages stays off.',
		scope: {
			instagram: 'instagram_business_manage_messages',
			facebook: 'instagram_manage_messages'
		}
	}
];

/** What a connection may do: declined is what was asked for and not granted. */
export function permissionsOf({ provider, permissions }: ConnectionView): Permission[] {
	const { granted, missing } = permissions;
	return PURPOSES.map((purpose) => {
		const { name, off } = purpose;
		const scope = purpose.scope[provider];
		if (granted?.includes(scope)) return { name, state: 'allowed', sentence: null, scope: null };
		if (missing?.includes(scope)) {
			return { name, state: 'declined', sentence: `You did not allow it. ${off}`, scope };
		}
		if (granted === null || missing === null) {
			return { name, state: 'not_told', sentence: 'Meta did not tell.', scope: null };
		}
		return { name, state: 'not_asked', sentence: 'Not asked for.', scope };
	});
}
