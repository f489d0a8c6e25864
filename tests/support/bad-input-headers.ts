import { type BadInput, FORM, KB, OUR_ORIGIN, row } from './bad-input.ts';

const user = (
	no: number,
	what: string,
	headers: Record<string, string>,
	answer: BadInput['answers'] | string = { owner: '200', nobody: '401' }
) => row(no, what, '/api/user', answer, { headers });

/** A sign-out that must not happen: the owner stays signed in over the whole table. */
const signOut = (no: number, what: string, headers: Record<string, string>) =>
	row(no, what, '/logout', '403', {
		method: 'POST',
		headers: { 'content-type': FORM, ...headers },
		body: 'a=b'
	});

/** A key instead of a session: there are no keys, so it opens nothing. */
const key = (no: number, what: string, headers: Record<string, string>, path = '/api/user') =>
	row(no, what, path, { owner: '200', nobody: '401' }, { headers });

export const HEADER_ROWS: BadInput[] = [
	key(105, 'no key', {}),
	...['Bearer', 'Bearer ', 'Bearer  x', 'Bearer\tx', 'bearer x', 'Basic eDp5'].map(
		(authorization) => key(106, JSON.stringify(authorization), { authorization })
	),
	key(107, 'two keys in one header', { authorization: 'Bearer a, Bearer b' }),
	user(111, 'a key of 17 KB', { authorization: `Bearer ${'a'.repeat(17 * KB)}` }, '431'),
	key(110, 'a key of other alphabets', { authorization: 'Bearer \u00ff\u00fe' }),
	key(113, 'a key in the address', {}, '/api/user?access_token=x&api_key=y'),
	user(118, 'another host, forwarded', { 'x-forwarded-host': 'evil.example' }),
	user(118, 'another port, forwarded', { 'x-forwarded-port': '1' }),
	user(118, 'another prefix, forwarded', { 'x-forwarded-prefix': '/x', 'x-forwarded-uri': '/x' }),
	user(118, 'Forwarded', { forwarded: 'for=1.2.3.4;host=evil.example;proto=https' }),
	user(118, 'with an underscore', { x_forwarded_for: '1.2.3.4' }),
	row(118, 'another path', '/api/nothing', '404', {
		headers: { 'x-original-url': '/api/user', 'x-rewrite-url': '/api/user' }
	}),
	...['http', 'https:evil', '%68ttp', 'javascript'].map((scheme) =>
		user(119, `forwarded as ${scheme}`, { 'x-forwarded-proto': scheme })
	),
	user(120, 'a header of the prototype', { ['__proto__']: 'x', constructor: 'y' }),
	user(
		121,
		'two hundred headers',
		Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`x-${String(at)}`, 'y']))
	),
	user(121, 'a header of 17 KB', { 'x-large': 'a'.repeat(17 * KB) }, '431'),
	user(122, 'a long Accept', { accept: 'a,'.repeat(5 * KB) }),
	row(122, 'a long Accept of a page', '/nowhere', '404', {
		headers: { accept: '*/*;q=0.1,'.repeat(KB) }
	}),
	...['null', 'http://evil.example', 'http://localhost', `${OUR_ORIGIN}/`, `${OUR_ORIGIN}.`].map(
		(origin) => signOut(123, `a form of ${origin}`, { origin })
	),
	signOut(123, 'a form of nobody', {}),
	signOut(124, 'with Fetch Metadata made up', {
		'sec-fetch-site': 'same-origin',
		'sec-fetch-mode': 'navigate'
	}),
	row(124, 'a start with Fetch Metadata made up', '/auth/instagram/login', '200', {
		headers: { 'sec-fetch-site': 'cross-site' }
	}),
	row(
		102,
		'another method in a header',
		'/api/user',
		{ owner: '200', nobody: '401' },
		{
			headers: { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' }
		}
	),
	row(102, 'a part of it', '/', '200', { headers: { range: 'bytes=0-1' } }),
	row(102, 'an expectation', '/api/user', '417', { headers: { expect: 'x' } }),
	row(103, 'by TRACE', '/', '400', { method: 'TRACE' }),
	...['PROPFIND', 'MKCOL'].map((method) => row(103, `by ${method}`, '/', '403', { method })),
	row(59, 'a compressed body', '/connect/paste', '415', {
		method: 'POST',
		headers: { origin: OUR_ORIGIN, 'content-type': FORM, 'content-encoding': 'gzip' },
		body: 'x'
	})
];
