import fc from 'fast-check';

/** One call that must never reach Meta: method and target behind `/graph`, or a body that goes along. */
export type Attack = {
	call: string;
	body?: string;
	type?: string;
};

const POST = '17900000000000001';
/** Calls of the table of rows, from which the neighbours are made. */
const STEMS = [
	'GET me',
	'GET me/media',
	'GET me/stories',
	'GET me/insights',
	'GET me/content_publishing_limit',
	`GET ${POST}`,
	`GET ${POST}/children`,
	`GET ${POST}/insights`,
	`GET ${POST}/comments`,
	`GET ${POST}/replies`,
	`POST ${POST}`,
	`POST ${POST}/comments`,
	`POST ${POST}/replies`,
	`DELETE ${POST}`,
	'POST me/media',
	'POST me/media_publish'
];
/** The table once more, written down by hand: what is one of these is no neighbour. */
const OF_THE_TABLE = [
	/^(GET|HEAD) (me|\d{1,32}(_\d{1,32})?)$/,
	/^(GET|HEAD) me\/(media|stories|insights|content_publishing_limit)$/,
	/^(GET|HEAD) \d{1,32}(_\d{1,32})?\/(children|insights|comments|replies)$/,
	/^(POST|DELETE) \d{1,32}(_\d{1,32})?$/,
	/^POST \d{1,32}(_\d{1,32})?\/(comments|replies)$/,
	/^POST me\/(media|media_publish)$/,
	/^(GET|HEAD) (access_token|refresh_access_token)$/,
	/^OPTIONS /
];

const METHODS = ['GET', 'HEAD', 'POST', 'DELETE', 'PUT', 'PATCH', 'TRACE', 'PROPFIND', 'LINK'];
const EDGES = [
	...['media', 'stories', 'insights', 'children', 'comments', 'replies', 'media_publish'],
	...['content_publishing_limit', 'tags', 'live_media', 'likes', 'accounts', 'mentioned_media'],
	...['collaborators', 'product_appeal', 'available_catalogs', 'permissions', 'feed', 'picture'],
	...['upcoming_events', 'agencies', 'assigned_users', 'subscribed_apps', 'messages', 'oauth']
];
const JUNK = [
	'.',
	'..',
	'%2e',
	'%2e%2e',
	'%252e',
	'-',
	'_',
	'%20',
	'%00',
	'%0a',
	'%2f',
	'%5c',
	';'
];

/** Paths and methods that look like the table's and are none of it, the same in every run. */
export const neighbours = (count: number): Attack[] =>
	fc
		.sample(NEIGHBOUR, { numRuns: count * 3, seed: 18 })
		.filter((call) => !OF_THE_TABLE.some((row) => row.test(call.replace(/\/+$/, ''))))
		.slice(0, count)
		.map((call) => ({ call: call.replace(' ', ' /') }));

const NEIGHBOUR = fc
	.tuple(
		fc.constantFrom(...STEMS),
		fc.array(
			fc.oneof(
				fc.record({ is: fc.constant('method'), text: fc.constantFrom(...METHODS) }),
				fc.record({ is: fc.constant('edge'), text: fc.constantFrom(...EDGES) }),
				fc.record({ is: fc.constant('behind'), text: fc.constantFrom(...EDGES, ...JUNK) }),
				fc.record({ is: fc.constant('before'), text: fc.constantFrom(...EDGES, ...JUNK) }),
				fc.record({ is: fc.constant('upper'), text: fc.constant('') }),
				fc.record({ is: fc.constant('at the end'), text: fc.constantFrom(...JUNK, 's', '1') }),
				fc.record({ is: fc.constant('shorter'), text: fc.constant('') })
			),
			{ minLength: 1, maxLength: 2 }
		)
	)
	.map(([stem, changes]) => changes.reduce(changed, stem));

function changed(call: string, { is, text }: { is: string; text: string }): string {
	const [method = '', path = ''] = call.split(' ');
	const [first = '', ...rest] = path.split('/');
	switch (is) {
		case 'method':
			return `${text} ${path}`;
		case 'edge':
			return `${method} ${first}/${text}`;
		case 'behind':
			return `${call}/${text}`;
		case 'before':
			return `${method} ${text}/${path}`;
		case 'upper':
			return `${method} ${[first, ...rest].map((one) => one.toUpperCase()).join('/')}`;
		case 'shorter':
			return call.slice(0, -1);
		default:
			return call + text;
	}
}

const FORM = 'application/x-www-form-urlencoded';
const parameter = (name: string, value: string): Attack[] => [
	{ call: `GET /me/media?${name}=${value}` },
	{ call: `POST /me/media?${name}=${value}` },
	{ call: 'POST /me/media', type: FORM, body: `${name}=${value}` },
	{ call: 'POST /me/media', type: 'application/json', body: JSON.stringify({ [name]: value }) },
	{
		call: 'POST /me/media',
		type: 'multipart/form-data; boundary=limit-of-parts',
		body: `--limit-of-parts\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--limit-of-parts--\r\n`
	}
];

/** Every address that is refused by design, and the parameters that make another call of one. */
export const REFUSED_BY_DESIGN: Attack[] = [
	...[
		...['GET /', 'POST /', 'GET /v25.0', 'POST /v25.0/', 'GET /connections'],
		...['GET /oauth/access_token', 'POST /oauth/authorize', 'GET /OAuth/Access_Token'],
		...['GET /v25.0/oauth/client_code', 'GET /debug_token', 'GET /Debug_Token?input_token=1'],
		...['GET /me/permissions', 'DELETE /me/permissions', `DELETE /${POST}/Permissions`],
		...['GET /me/subscribed_apps', 'POST /me/subscribed_apps', 'DELETE /me/SUBSCRIBED_APPS'],
		...['GET /990602627938098/subscriptions', 'POST /990602627938098/subscriptions'],
		...['GET /search', 'GET /search?type=user', 'GET /ig_hashtag_search?q=tide'],
		...['GET /business_discovery', 'GET /me/business_discovery', 'GET /me/messages'],
		...['POST /me/messages', 'GET /me/conversations', `POST /${POST}/mentions`],
		...['POST /me/mentions', `GET /${POST}/Messages`, 'GET /me/tags', 'GET /me/live_media']
	].map((call) => ({ call })),
	...parameter('batch', '[]'),
	...parameter('ids', '1,2'),
	...parameter('IDS', '1,2'),
	...parameter('ids[0]', '1'),
	...parameter('method', 'delete'),
	...parameter('Method', 'DELETE'),
	...parameter('callback', 'x'),
	...parameter('include_headers', '1'),
	...parameter('upload_type', 'resumable')
];

const key = '{key}';
/** The catalogue of bad inputs, section 5E: rows 87 to 104. `{key}` is another key's text. */
export const ROWS_OF_5E: Attack[] = [
	...[
		...['GET /..', 'GET /.', 'GET /../settings', 'GET /me/../me', 'GET /me/.'],
		...['GET /%2e%2e/settings', 'GET /.%2e/x', 'GET /%2E./x', 'GET /%252e%252e/settings'],
		...['GET /..%2fsettings', 'GET /..%5csettings', 'GET /..;/settings', 'GET /me;x=1'],
		...['GET /\\', 'GET /\\evil.example', 'GET //evil.example', 'GET ///evil.example/me'],
		...['GET /@evil.example', 'GET /:x@evil.example', 'GET /.evil.example'],
		...['GET /http://evil.example', 'GET /https:evil.example/me'],
		...['GET /m%09e', 'GET /me%0d%0aHost:x', 'GET /me%00', 'GET /me%20', 'GET /%ff', 'GET /%'],
		...['GET /me%23frag', 'GET /me%3fx=1', 'GET /me#frag', 'GET /me%2fmedia', 'GET /me%u002f'],
		...['GET /%ef%bc%8e%ef%bc%8e/x', 'GET /me%ef%bc%8fmedia', 'GET /%c0%ae%c0%ae/x'],
		...['GET /v0.0/me', 'GET /v3.1/me', 'GET /v25/me', 'GET /V25.0/me', 'GET /v25.0.0/me'],
		...['GET /v99999.0/me', 'GET /v25.0/v25.0/me', 'GET /v25.0/connections/x/me'],
		...['GET /me/media?fields=access_token', 'GET /me?fields=id,accounts{access_token}'],
		...['GET /me?fields=id,name.as(access_token)', 'GET /me?fields=ACCESS_TOKEN'],
		`GET /me?fields=${'owner{'.repeat(200)}id${'}'.repeat(200)}`,
		`GET /me?fields=${'a'.repeat(5200)}`,
		...[
			'GET /me?fields=id}',
			'GET /me?fields={id}',
			'GET /me?fields=id,,{',
			'GET /me?fields=id(1)'
		],
		...['GET /me?debug=all', 'GET /me?suppress_http_code=1', 'GET /me?relative_url=x'],
		...[`GET /me?access_token=${key}`, `GET /me?Access_Token=${key}`, `GET /me?x=${key}`],
		...['GET /me?APPSECRET_PROOF=x', 'GET /me?fields=id&fields=name', 'GET /me?__proto__=1'],
		...['GET /connections/0/me', 'GET /connections/-1/me', 'GET /connections/1e3/me'],
		...['GET /connections/..%2f2/me', 'GET /connections/__proto__/me', 'GET /connections'],
		...[`GET /connections/${'a'.repeat(64_000)}/me`, 'GET /17841400000000009/media'],
		...['GET /17841400000000009?fields=id', `GET /${'1'.repeat(33)}`, 'GET /1_2_3', 'GET /-1']
	].map((call) => ({ call })),
	{ call: 'POST /me/media', type: FORM, body: `access_token=${key}` },
	{ call: 'POST /me/media', type: 'application/json', body: `{"access_token":"${key}"}` },
	{ call: 'POST /me/media', type: 'application/json', body: '{"a":{"access_token":1}}' },
	{ call: 'POST /me/media', type: 'application/json', body: '{"__proto__":{"caption":"x"}}' },
	{ call: 'POST /me/media', type: 'application/json', body: '[{"method":"GET"}]' },
	{ call: 'POST /me/media', type: 'application/json', body: '{"caption":"a","caption":"b"}' },
	{ call: 'POST /me/media', type: '', body: 'caption=x' },
	{ call: 'POST /me/media', type: 'text/plain', body: 'caption=x' },
	{ call: 'POST /me/media', type: 'multipart/form-data', body: 'caption=x' },
	{
		call: 'POST /me/media',
		type: 'multipart/form-data; boundary=limit-of-parts',
		body: '--limit-of-parts\r\nContent-Disposition: form-data; name="caption"; filename="x"\r\n\r\nx\r\n--limit-of-parts--\r\n'
	}
];
