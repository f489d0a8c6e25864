/** What a request was for; faults and counts go by these names. */
export const ENDPOINTS = [
	'authorize',
	'exchange',
	'long_lived',
	'refresh',
	'me',
	'permissions',
	'revoke',
	'subscribed_apps',
	'picture',
	'media_list',
	'media',
	'media_write',
	'children',
	'stories',
	'tags',
	'hashtag',
	'messages',
	'media_insights',
	'account_insights',
	'comments',
	'comment',
	'comment_write',
	'container_create',
	'container',
	'publish',
	'publish_limit',
	'fb_dialog',
	'fb_exchange',
	'fb_long_lived',
	'fb_accounts',
	'fb_permissions',
	'fb_revoke',
	'fb_debug_token',
	'fb_node',
	'other'
] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

export type Call = {
	endpoint: Endpoint;
	method: string;
	/** Never with its query: that carries codes, tokens and secrets. */
	path: string;
	/** Null where the connection was cut or left hanging. */
	status: number | null;
	account: string | null;
	at: string;
};

const KEPT = 1000;

/** The last requests that Meta's side answered, and how many there were of each kind. */
export function createCalls() {
	let calls: Call[] = [];
	let counts: Partial<Record<Endpoint, number>> = {};
	return {
		note(call: Call) {
			calls.push(call);
			if (calls.length > KEPT * 2) calls = calls.slice(-KEPT);
			counts[call.endpoint] = (counts[call.endpoint] ?? 0) + 1;
		},
		/** Newest first. */
		recent: () => calls.slice(-KEPT).reverse(),
		counts: () => ({ ...counts }),
		clear() {
			calls = [];
			counts = {};
		}
	};
}
