import { PORTFOLIO } from '../../permissions.ts';
import type { ProviderId } from '../../view.ts';
import { AppError } from '../errors.ts';
import { plainText } from './plain-words.ts';

export const BASIC = 'instagram_business_basic';

/** Without these Facebook Login shows no account: the profile, the Pages, and what links them. */
const FACEBOOK_BASIC = ['instagram_basic', 'pages_show_list', 'pages_read_engagement'];

/** What Instagram Login can be asked for: "Business Login for Instagram", and insights since 2025. */
export const INSTAGRAM_SCOPES = [
	BASIC,
	'instagram_business_content_publish',
	'instagram_business_manage_comments',
	'instagram_business_manage_insights',
	'instagram_business_manage_messages'
];

/** What Facebook Login can be asked for: Instagram Platform "Overview". */
export const FACEBOOK_SCOPES = [
	...FACEBOOK_BASIC,
	'instagram_content_publish',
	'instagram_manage_comments',
	'instagram_manage_insights',
	'instagram_manage_messages',
	PORTFOLIO
];

type Rules = {
	scopes: string[];
	basic: string[];
	/** Names that tutorials still show: what became of them, and what to ask for instead. */
	gone: Map<string, string>;
	/** For a name that is none of these. */
	unknown: (name: string) => string;
};

const RULES: Record<ProviderId, Rules> = {
	instagram: {
		scopes: INSTAGRAM_SCOPES,
		basic: [BASIC],
		gone: new Map([
			['business_basic', renamed(BASIC)],
			['business_content_publish', renamed('instagram_business_content_publish')],
			['business_manage_comments', renamed('instagram_business_manage_comments')],
			['business_manage_messages', renamed('instagram_business_manage_messages')],
			['user_profile', basicDisplay(BASIC)],
			['user_media', basicDisplay(BASIC)],
			['instagram_basic', ofFacebook(BASIC)],
			['instagram_content_publish', ofFacebook('instagram_business_content_publish')],
			['instagram_manage_comments', ofFacebook('instagram_business_manage_comments')],
			['instagram_manage_insights', ofFacebook('instagram_business_manage_insights')],
			['instagram_manage_messages', ofFacebook('instagram_business_manage_messages')],
			['pages_show_list', ofPages()],
			['pages_read_engagement', ofPages()],
			['business_management', ofPages()]
		]),
		unknown: (name) => `Instagram Login has no permission “${name}”.`
	},
	facebook: {
		scopes: FACEBOOK_SCOPES,
		basic: FACEBOOK_BASIC,
		gone: new Map([
			['business_basic', renamed('instagram_basic')],
			['business_content_publish', renamed('instagram_content_publish')],
			['business_manage_comments', renamed('instagram_manage_comments')],
			['business_manage_messages', renamed('instagram_manage_messages')],
			['user_profile', basicDisplay('instagram_basic')],
			['user_media', basicDisplay('instagram_basic')],
			[BASIC, ofInstagram('instagram_basic')],
			['instagram_business_content_publish', ofInstagram('instagram_content_publish')],
			['instagram_business_manage_comments', ofInstagram('instagram_manage_comments')],
			['instagram_business_manage_insights', ofInstagram('instagram_manage_insights')],
			['instagram_business_manage_messages', ofInstagram('instagram_manage_messages')]
		]),
		// Facebook has many more of them, which would be of no use here.
		unknown: (name) => `Mooring cannot ask Facebook Login for a permission “${name}”.`
	}
};

/** What every login of this kind asks for, whatever else is wished. */
export const basicScopes = (provider: ProviderId): string[] => [...RULES[provider].basic];

/**
 * The `scopes` of a login address: names parted by commas; null or nothing means basic only.
 * @returns basic first, then the others as asked, each once
 * @throws AppError invalid_scopes, which names the first scope that cannot be asked for
 */
export function readScopes(parameter: string | null, provider: ProviderId = 'instagram'): string[] {
	const { scopes, basic, gone, unknown } = RULES[provider];
	const asked = (parameter ?? '').split(/[\s,]+/).filter((name) => name !== '');
	for (const name of asked) {
		if (scopes.includes(name)) continue;
		const fate = gone.get(name);
		throw new AppError(
			'invalid_scopes',
			fate === undefined ? unknown(plainText(name, 60)) : `${name} ${fate}.`
		);
	}
	return [...new Set([...basic, ...asked])];
}

function renamed(to: string) {
	return `ended on 27 January 2025; ask for ${to}`;
}

function basicDisplay(to: string) {
	return `ended with the Basic Display API on 4 December 2024; ask for ${to}`;
}

function ofFacebook(counterpart: string) {
	return `belongs to Facebook Login; ask for ${counterpart}`;
}

function ofInstagram(counterpart: string) {
	return `belongs to Instagram Login; ask for ${counterpart}`;
}

function ofPages() {
	return 'belongs to Facebook Login; Instagram Login needs no Page and nothing in its place';
}
