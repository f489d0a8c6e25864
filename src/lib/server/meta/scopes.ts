import {
	DEFAULT_LOGIN,
	LOGINS,
	PROVIDER_IDS,
	type ProviderId,
	type PurposeId
} from '../../logins.ts';
import { AppError } from '../errors.ts';
import { plainText } from './plain-words.ts';

const RENAMED = 'ended on 27 January 2025';
const BASIC_DISPLAY = 'ended with the Basic Display API on 4 December 2024';

/** Names that tutorials still show: what became of them, and what they were for. */
const GONE = new Map<string, { fate: string; purpose: PurposeId }>([
	['business_basic', { fate: RENAMED, purpose: 'profile' }],
	['business_content_publish', { fate: RENAMED, purpose: 'publishing' }],
	['business_manage_comments', { fate: RENAMED, purpose: 'comments' }],
	['business_manage_messages', { fate: RENAMED, purpose: 'messages' }],
	['user_profile', { fate: BASIC_DISPLAY, purpose: 'profile' }],
	['user_media', { fate: BASIC_DISPLAY, purpose: 'profile' }]
]);

/** What every login of this kind asks for, whatever else is wished. */
export const basicScopes = (provider: ProviderId): string[] => [...LOGINS[provider].scopes.profile];

/** Everything that a login can be asked for. */
export const allScopes = (provider: ProviderId): string[] =>
	Object.values(LOGINS[provider].scopes).flat();

/**
 * The `scopes` of a login address: names parted by commas; null or nothing means basic only.
 * @returns basic first, then the others as asked, each once
 * @throws AppError invalid_scopes, which names the first scope that cannot be asked for
 */
export function readScopes(
	parameter: string | null,
	provider: ProviderId = DEFAULT_LOGIN
): string[] {
	const known = allScopes(provider);
	const asked = (parameter ?? '').split(/[\s,]+/).filter((name) => name !== '');
	const wrong = asked.find((name) => !known.includes(name));
	if (wrong !== undefined) throw new AppError('invalid_scopes', refusalOf(wrong, provider));
	return [...new Set([...basicScopes(provider), ...asked])];
}

/** Why a login cannot be asked for a scope, and what to ask for instead. */
function refusalOf(name: string, provider: ProviderId): string {
	const own = LOGINS[provider];
	const gone = GONE.get(name);
	const successor = gone && own.scopes[gone.purpose][0];
	if (successor !== undefined) return `${name} ${gone?.fate ?? ''}; ask for ${successor}.`;
	const other = PROVIDER_IDS.find((id) => allScopes(id).includes(name));
	if (other !== undefined)
		return `${name} belongs to ${LOGINS[other].name}; ${instead(name, other, provider)}.`;
	const shown = `“${plainText(name, 60)}”`;
	return own.hasOtherScopes
		? `Mooring cannot ask ${own.name} for a permission ${shown}.`
		: `${own.name} has no permission ${shown}.`;
}

/** The counterpart stands at the same place of the same purpose. */
function instead(name: string, other: ProviderId, provider: ProviderId) {
	const { name: login, needs, scopes } = LOGINS[provider];
	const counterparts = Object.entries(LOGINS[other].scopes).map(
		([purpose, theirs]) => scopes[purpose as PurposeId][theirs.indexOf(name)]
	);
	const counterpart = counterparts.find((scope) => scope !== undefined);
	return counterpart === undefined ? `${login} needs ${needs}` : `ask for ${counterpart}`;
}
