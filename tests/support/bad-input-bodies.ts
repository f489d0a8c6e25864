import { type BadInput, FORM, KB, OUR_ORIGIN, OWN_CONNECTION, row } from './bad-input.ts';

const UNKNOWN = { owner: '404', nobody: '303 /' };

/** A changing request to the JSON API; bodies are never read there, so none can do anything. */
const json = (
	no: number,
	what: string,
	body: string,
	{ type = 'application/json', answer = { owner: '409', nobody: '401' } } = {}
) =>
	row(no, `JSON: ${what}`, `/api/connections/${OWN_CONNECTION}/refresh`, answer, {
		method: 'POST',
		headers: { origin: OUR_ORIGIN, 'x-csrf': '1', 'content-type': type },
		body
	});

const form = (
	no: number,
	what: string,
	path: string,
	body: string,
	answer: BadInput['answers'] | string,
	type = FORM
) =>
	row(no, `form: ${what}`, path, answer, {
		method: 'POST',
		headers: { accept: 'text/html', origin: OUR_ORIGIN, 'content-type': type },
		body
	});

/** The owner has a journey to Meta open; of anybody else no paste is read. */
const paste = (
	no: number,
	what: string,
	body: string,
	type = FORM,
	answer: BadInput['answers'] | string = '400'
) => form(no, what, '/connect/paste', body, answer, type);

const part = (name: string, value: string, more = '') =>
	`--x\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
const TOO_MANY = { owner: '413', nobody: '400' };
const MULTIPART = 'multipart/form-data; boundary=x';

export const BODY_ROWS: BadInput[] = [
	json(66, 'empty', ''),
	json(67, 'cut after a brace', '{'),
	json(68, 'a comma too many', '{"a":1,}'),
	json(68, 'a byte order mark', '\ufeff{}'),
	json(68, 'no number', '{"a":NaN}'),
	json(69, 'ten thousand deep', '['.repeat(10_000)),
	json(
		70,
		'many keys',
		`{${Array.from({ length: 60_000 }, (_, at) => `"k${String(at)}":1`).join()}}`,
		{ answer: { owner: '413', nobody: '413' } }
	),
	json(71, 'a key twice', '{"id":1,"id":2}'),
	json(72, '__proto__', '{"__proto__":{"isOwner":true}}'),
	json(73, 'constructor', '{"constructor":{"prototype":{"isOwner":true}}}'),
	json(74, 'half of a pair', '{"a":"\\ud800"}'),
	json(75, 'numbers beyond all', '{"a":1e999,"b":-0,"c":9007199254740993}'),
	json(76, 'a number for a text', '{"id":1}'),
	json(77, 'a list for a text', '{"id":["a"]}'),
	json(79, 'a type in capitals', '{}', { type: 'APPLICATION/JSON' }),
	json(79, 'another alphabet', '{}', { type: 'application/json; charset=utf-7' }),
	json(79, 'half a type', '{}', { type: 'application/json;x' }),
	...['text/plain', 'application/json', 'x', ''].map((type) =>
		paste(78, `as ${type || 'nothing'}`, '{"address":"x"}', type, '403')
	),
	paste(66, 'empty', ''),
	paste(71, 'a field twice', 'address=a&address=b'),
	paste(72, '__proto__', '__proto__[isOwner]=1&__proto__=2'),
	paste(74, 'bytes that are no UTF-8', 'address=%ff%fe'),
	paste(77, 'a list', 'address[]=x'),
	paste(79, 'a type in capitals', 'address=x', 'APPLICATION/X-WWW-FORM-URLENCODED'),
	paste(79, 'another alphabet', 'address=x', `${FORM}; charset=utf-7`),
	paste(80, 'ten thousand parts', `${part('a', 'b').repeat(10_000)}--x--`, MULTIPART, '413'),
	paste(80, 'three hundred parts', `${part('a', 'b').repeat(300)}--x--`, MULTIPART, TOO_MANY),
	paste(80, 'sixteen thousand fields', 'a&'.repeat(16_000), FORM, TOO_MANY),
	paste(80, 'no end', part('address', 'x'), MULTIPART),
	paste(80, 'no boundary', '--x\r\nbroken', 'multipart/form-data'),
	paste(80, 'a file for a text', `${part('address', 'x', '; filename="../../x"')}--x--`, MULTIPART),
	paste(80, 'a megabyte and more', `address=${'a'.repeat(1100 * KB)}`, FORM, '413'),
	paste(82, 'rights that nobody asked for', 'address=x&creatorId=1&isOwner=1&provider=facebook'),
	form(82, 'a creator of its own', '/settings?/end', 'session=x&creatorId=1', UNKNOWN),
	form(76, 'a word for a hash', '/settings?/revoke', 'invitation=%00', UNKNOWN),
	form(72, 'an action of the prototype', '/settings?/__proto__', 'a=b', '404'),
	form(73, 'an action of the prototype, again', '/settings?/constructor', 'a=b', '404'),
	form(71, 'two actions', '/settings?/end&/everywhere', 'session=x', UNKNOWN),
	form(76, 'an unknown action', '/settings?/nothing', 'a=b', UNKNOWN),
	form(
		76,
		'an account that was not offered',
		'/connect/choose',
		'account=1',
		'303 /connect/problem/state_expired'
	),
	form(76, 'days out of range', '/practice?/live', 'days=1e9&back=//evil.example', '404'),
	form(76, 'a page without forms', '/setup', 'a=b', UNKNOWN),
	form(76, 'another one', '/auth/instagram/login', 'a=b', '405'),
	form(77, 'an unknown connection', '/connections/x?/renew', 'a=b', {
		owner: '404',
		nobody: '303 /'
	}),
	form(77, 'its removal', '/connections/x?/remove', 'a=b', UNKNOWN),
	form(77, 'a removal while it is connected', `/connections/${OWN_CONNECTION}?/remove`, 'a=b', {
		owner: '409',
		nobody: '303 /'
	})
];
