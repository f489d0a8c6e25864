import { looksLikeMetaToken } from '../keys/format.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import type { Call } from './call.ts';
import type { Given } from './parameters.ts';

/** What a call shows, not yet looked up. */
export type Credential = {
	/** Null: nothing. */
	keyText: string | null;
	/** Whether it came as `access_token`, in query or body: links in the answer then carry it. */
	keyInQuery: boolean;
	/** Whether it stands in the address, where logs keep it. */
	isInAddress: boolean;
};

/** Meta takes both words (RFC 9110, section 11.1: in any case). */
const SCHEME = /^(?:bearer|oauth)(?: +|$)/i;

/**
 * The key that a call shows, in `Authorization` or as `access_token`; the same one twice is fine. One
 * of Meta's own tokens goes before all else, so that its owner hears of it; `verifyKey` refuses it.
 * @throws ToolRefusal credentials_conflict for two that differ
 */
export function readCredential(
	{ authorization }: Pick<Call, 'authorization'>,
	given: Given
): Credential {
	const inQuery = tokensIn(given.query);
	const asParameter = [...inQuery, ...tokensIn(given.body)];
	const shown = new Set([...shownIn(authorization), ...asParameter]);
	const metaToken = [...shown].find(looksLikeMetaToken);
	if (metaToken === undefined && shown.size > 1) throw conflict();
	return {
		keyText: metaToken ?? [...shown][0] ?? null,
		keyInQuery: asParameter.length > 0,
		isInAddress: inQuery.length > 0
	};
}

const tokensIn = (pairs: Given['query']) =>
	pairs.flatMap(([name, value]) => (name === 'access_token' && value !== '' ? [value] : []));

/**
 * The keys in `Authorization`; two such headers arrive as one with a comma between (RFC 9110,
 * section 5.3). Other schemes are for whoever stands in front of Mooring.
 */
function shownIn(authorization: string | null): string[] {
	const header = (authorization ?? '').trim();
	if (!SCHEME.test(header)) return [];
	return header
		.split(',')
		.map((part) => part.trim().replace(SCHEME, ''))
		.filter((text) => text !== '');
}

const conflict = () =>
	new ToolRefusal(
		'credentials_conflict',
		'This call brings two different keys.',
		'Send one key: in Authorization, or as access_token.'
	);
