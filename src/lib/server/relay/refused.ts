import { ToolRefusal } from '../keys/tool-refusal.ts';

/** Segments behind which permissions, tokens, messages or whole searches lie, wherever they stand. */
const SEGMENTS = new Set([
	'oauth',
	'debug_token',
	'permissions',
	'subscribed_apps',
	'subscriptions',
	'search',
	'ig_hashtag_search',
	'business_discovery',
	'messages',
	'conversations',
	'mentions'
]);

/** Parameters by which one call becomes others, or another method, or a script's (Graph API, batches). */
const PARAMETERS = new Set([
	'batch',
	'ids',
	'method',
	'callback',
	'include_headers',
	'upload_type'
]);

/** Fields that are one of the above, or hold a token, by another way. */
const FIELDS = new Set([
	...SEGMENTS,
	'access_token',
	'accounts',
	'mentioned_media',
	'mentioned_comment'
]);

/** `ids[0]` is `ids` to Meta's servers, as to PHP. */
const plainName = (name: string) => (name.split('[')[0] ?? '').trim().toLowerCase();

/** @param name in small letters */
export const isRefusedField = (name: string) => FIELDS.has(name);

/**
 * What the relay never does, in any case of letters: before rows, actions and parameters are looked at.
 * @param names of the parameters
 * @throws ToolRefusal path_not_allowed
 */
export function refuseByDesign(segments: readonly string[], names: Iterable<string>) {
	if (segments.length === 0) throw refused('The root of the Graph');
	for (const segment of segments) {
		if (SEGMENTS.has(segment.toLowerCase())) throw refused(`“${segment.toLowerCase()}”`);
	}
	for (const name of names) {
		if (PARAMETERS.has(plainName(name))) throw refused(`The parameter “${plainName(name)}”`);
	}
}

const refused = (what: string) =>
	new ToolRefusal(
		'path_not_allowed',
		`${what} is not relayed, by design.`,
		'Call one path at a time; a program that needs more can hold the token by a key with token.read.'
	);
