import { LOGINS, PROVIDER_IDS, type PurposeId } from './logins.ts';
import type { ConnectionView } from './view.ts';

export type PermissionState = 'allowed' | 'declined' | 'not_asked' | 'not_told';

/** One line of "Permissions": what it is, how it stands, and what to ask for to change that. */
export type Permission = {
	name: string;
	state: PermissionState;
	sentence: string | null;
	/** What to ask for; null where there is nothing to ask. */
	scopes: string[] | null;
};

/** What a permission is for, in plain words; its scopes stand with each login. */
export type Purpose = {
	id: PurposeId;
	name: string;
	/** What it lets Mooring do. */
	what: string;
	/** What does not work without it. */
	off: string;
	/** `always` is asked for whatever is chosen; `special` only where somebody needs it. */
	asked: 'always' | 'chosen' | 'special';
};

export const PURPOSES: Purpose[] = [
	{
		id: 'profile',
		name: 'Profile and posts',
		what: 'Name, picture, and the posts of the account. Everything else builds on it.',
		off: 'Nothing works without it.',
		asked: 'always'
	},
	{
		id: 'insights',
		name: 'Insights',
		what: 'Reach, views and other numbers of your posts.',
		off: 'Reach and other numbers stay off.',
		asked: 'chosen'
	},
	{
		id: 'comments',
		name: 'Comments',
		what: 'Reading, answering and hiding comments.',
		off: 'Reading and answering comments stays off.',
		asked: 'chosen'
	},
	{
		id: 'publishing',
		name: 'Publishing',
		what: 'Posting pictures and reels for you.',
		off: 'Publishing stays off.',
		asked: 'chosen'
	},
	{
		id: 'messages',
		name: 'Messages',
		what: 'Reading and answering direct messages.',
		off: 'Reading and answering messages stays off.',
		asked: 'chosen'
	},
	{
		id: 'portfolio',
		name: 'Business portfolio',
		what: 'Seeing Pages that belong to a business portfolio.',
		off: 'Pages in a business portfolio stay hidden.',
		asked: 'special'
	}
];

/** Without these a token cannot be kept alive. */
const VITAL = PROVIDER_IDS.map((id) => LOGINS[id].scopes.profile[0]);
export const lacksVital = (missing: string[] | null) =>
	missing?.some((scope) => VITAL.includes(scope)) ?? false;

/**
 * What a connection may do: declined is what was asked for and not granted.
 * @param notAsked of the missing: what the latest consent did not ask for, so that nobody declined it
 */
export function permissionsOf(
	{ provider, permissions }: ConnectionView,
	notAsked: string[] = []
): Permission[] {
	const { granted, missing } = permissions;
	const known = [...(granted ?? []), ...(missing ?? [])];
	const { scopes: all } = LOGINS[provider];
	return PURPOSES.filter(
		({ id, asked }) => asked !== 'special' || all[id].some((scope) => known.includes(scope))
	).map(({ id, name, off }) => {
		const scopes = all[id];
		if (granted === null || missing === null) {
			return { name, state: 'not_told', sentence: 'Meta did not tell.', scopes: null };
		}
		const lacking = scopes.filter((scope) => !granted.includes(scope));
		if (lacking.length === 0) return { name, state: 'allowed', sentence: null, scopes: null };
		const isDeclined = (scope: string) => missing.includes(scope) && !notAsked.includes(scope);
		if (lacking.some(isDeclined)) {
			return { name, state: 'declined', sentence: `You did not allow it. ${off}`, scopes: lacking };
		}
		const sentence = lacking.some((scope) => missing.includes(scope))
			? `The latest sign-in did not ask for it. ${off}`
			: 'Not asked for.';
		return { name, state: 'not_asked', sentence, scopes: lacking };
	});
}

/** The purposes that these scopes stand for, each once; what is unknown keeps Meta's name. */
export function purposesIn(scopes: string[]): string[] {
	return [
		...new Set(
			scopes.map((scope) => {
				const purpose = PURPOSES.find(({ id }) =>
					PROVIDER_IDS.some((login) => LOGINS[login].scopes[id].includes(scope))
				);
				return purpose?.name ?? scope;
			})
		)
	];
}
