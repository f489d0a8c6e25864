import { type BadInput, KB, row } from './bad-input.ts';

const UNKNOWN = '303 /connect/problem/state_unknown';
const REFUSED = '303 /connect/problem/meta_refused';
const DENIED = '303 /connect/problem/denied';

const QUERIES: [no: number, what: string, query: string, answer?: string][] = [
	[1, 'nothing', ''],
	[2, 'a code alone', '?code=a'],
	[3, 'a state alone', '?state=b'],
	[4, 'both empty', '?code=&state='],
	[5, 'a code of 14 KB', `?code=${'a'.repeat(14 * KB)}&state=b`],
	[5, 'a code of 100 KB', `?code=${'a'.repeat(100 * KB)}&state=b`, '431'],
	[6, 'a state of 14 KB', `?code=a&state=${'b'.repeat(14 * KB)}`],
	[6, 'a state of 100 KB', `?code=a&state=${'b'.repeat(100 * KB)}`, '431'],
	[7, 'two codes', '?code=a&code=b&state=c'],
	[8, 'two states', '?code=a&state=b&state=c'],
	[9, 'a state as a list', '?state[]=x&code=a'],
	[10, 'a code with NUL', '?code=a%00&state=b'],
	[11, 'a code with CR LF', '?code=a%0d%0aset-cookie:x=y&state=b'],
	[12, 'the fragment of Meta, encoded', '?code=abc%23_&state=x'],
	[12, 'the fragment of Meta, sent along', '?code=abc&state=x#_'],
	[20, 'a denial without a state', '?error=access_denied', DENIED],
	[20, 'a denial of an unknown state', '?error=access_denied&state=unknown'],
	[21, 'an error of markup', '?error=%3Cscript%3Ealert(1)%3C/script%3E', REFUSED],
	[22, 'words of 10 KB', `?error=access_denied&error_description=${'x'.repeat(10 * KB)}`, DENIED],
	[
		22,
		'words with control signs',
		'?error=access_denied&error_description=%1b[31m%E2%80%AEx',
		DENIED
	],
	[23, 'an issuer', '?iss=https://evil.example&code=a&state=b'],
	[23, 'two issuers', '?iss=x&iss=y&code=a&state=b'],
	[24, 'a token', '?access_token=x'],
	[24, 'a token beside a state', '?access_token=x&token_type=bearer&state=b'],
	[28, 'bytes that are no UTF-8', '?code=%ff%fe&state=%ff'],
	[29, 'a lone percent sign', '?%'],
	[30, 'names of the prototype', '?__proto__=1&constructor=2&code=a&state=b']
];

const CODE = '?code=a&state=b';
const LOGINS = ['instagram', 'facebook'];

/** Rows of the callback: what comes to the address at which Meta's answer is expected. */
export const CALLBACK_ROWS: BadInput[] = LOGINS.flatMap((login) => {
	const at = `/auth/${login}/callback`;
	const own = { origin: 'OUR-ORIGIN', 'content-type': 'application/x-www-form-urlencoded' };
	return [
		...QUERIES.map(([no, what, query, answer = UNKNOWN]) =>
			row(no, `${login}: ${what}`, `${at}${query}`, answer)
		),
		...['HEAD', 'OPTIONS'].map((method) =>
			row(25, `${login}: by ${method}`, `${at}${CODE}`, '405', { method })
		),
		row(25, `${login}: by POST from elsewhere`, `${at}${CODE}`, '403', { method: 'POST' }),
		row(25, `${login}: by POST of a form of ours`, `${at}${CODE}`, '405', {
			method: 'POST',
			headers: own,
			body: 'code=a&state=b'
		}),
		...['PUT', 'DELETE', 'PATCH'].map((method) =>
			row(25, `${login}: by ${method}`, `${at}${CODE}`, '403', { method, headers: own })
		),
		row(26, `${login}: to look ahead`, `${at}${CODE}`, '403', {
			headers: { 'sec-purpose': 'prefetch;prerender' }
		}),
		row(27, `${login}: a slash at the end`, `${at}/${CODE}`, UNKNOWN),
		row(27, `${login}: two slashes`, `/${at}${CODE}`, '404'),
		row(27, `${login}: as data`, `${at}/__data.json${CODE}`, '404'),
		row(
			27,
			`${login}: encoded`,
			`/auth/%${login.charCodeAt(0).toString(16)}${login.slice(1)}/callback${CODE}`,
			UNKNOWN
		)
	];
});
