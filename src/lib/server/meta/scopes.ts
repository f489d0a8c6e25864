import { AppError } from '../errors.ts';
import { plainText } from './plain-words.ts';

export const BASIC = 'instagram_business_basic';

/** What Instagram Login can be asked for: "Business Login for Instagram", and insights since 2025. */
export const INSTAGRAM_SCOPES = [
	BASIC,
	'instagram_business_content_publish',
	'instagram_business_manage_comments',
	'instagram_business_manage_insights',
	'instagram_business_manage_messages'
];

/** Names that tutorials still show: what became of them, and what to ask for instead. */
const GONE = new Map([
	['business_basic', renamed(BASIC)],
	['business_content_publish', renamed('instagram_business_content_publish')],
	['business_manage_comments', renamed('instagram_business_manage_comments')],
	['business_manage_messages', renamed('instagram_business_manage_messages')],
	['user_profile', basicDisplay()],
	['user_media', basicDisplay()],
	['instagram_basic', otherLogin(BASIC)],
	['instagram_content_publish', otherLogin('instagram_business_content_publish')],
	['instagram_manage_comments', otherLogin('instagram_business_manage_comments')],
	['instagram_manage_insights', otherLogin('instagram_business_manage_insights')],
	['instagram_manage_messages', otherLogin('instagram_business_manage_messages')]
]);

/**
 * The `scopes` of a login address: names parted by commas; null or nothing means basic only.
 * @returns basic first, then the others as asked, each once
 * @throws AppError invalid_scopes, which names the first scope that cannot be asked for
 */
export function readScopes(parameter: string | null): string[] {
	const asked = (parameter ?? '').split(/[\s,]+/).filter((name) => name !== '');
	for (const name of asked) {
		if (!INSTAGRAM_SCOPES.includes(name)) throw new AppError('invalid_scopes', refusalOf(name));
	}
	return [...new Set([BASIC, ...asked])];
}

function refusalOf(name: string): string {
	const gone = GONE.get(name);
	return gone === undefined
		? `Instagram Login has no permission “${plainText(name, 60)}”.`
		: `${name} ${gone}.`;
}

function renamed(to: string) {
	return `ended on 27 January 2025; ask for ${to}`;
}

function basicDisplay() {
	return `ended with the Basic Display API on 4 December 2024; ask for ${BASIC}`;
}

function otherLogin(counterpart: string) {
	return `belongs to Facebook Login; ask for ${counterpart}`;
}
