import { createHmac } from 'node:crypto';
import { DEFAULT_APP, DEFAULT_FACEBOOK_APP } from '../../simulator/apps.ts';
import { type BadInput, FORM, KB, row } from './bad-input.ts';

const NOBODY = '999999999';
const NOW = Math.floor(Date.now() / 1000);
const RIGHT = { algorithm: 'HMAC-SHA256', issued_at: NOW, user_id: NOBODY };

const base64url = (text: string) => Buffer.from(text).toString('base64url');
const signature = (payload: string, secret = DEFAULT_APP.clientSecret) =>
	createHmac('sha256', secret).update(payload).digest();

/** Signs any text as Meta would sign it. */
function signed(contents: string, secret?: string) {
	const payload = base64url(contents);
	return `${signature(payload, secret).toString('base64url')}.${payload}`;
}
const signedJson = (more: Record<string, unknown>) => signed(JSON.stringify({ ...RIGHT, ...more }));
const signedNumber = (name: string, number: string) =>
	signed(JSON.stringify({ ...RIGHT, [name]: 'NUMBER' }).replace('"NUMBER"', number));

const GOOD = signedJson({});
const [SIGNATURE = '', PAYLOAD = ''] = GOOD.split('.');
const BYTES = signature(PAYLOAD);
const cut = (bytes: Buffer) => `${bytes.toString('base64url')}.${PAYLOAD}`;
/** The last sign of 43 carries two bits that mean nothing. */
const UNUSED_BITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const nextSign = (sign: string) => UNUSED_BITS[(UNUSED_BITS.indexOf(sign) ^ 1) % 64] ?? '';

const REFUSED = '403';
/** An id that nobody here has gets the answer that everybody gets. */
const AS_ANYBODY = '200';

const TEXTS: [no: number, what: string, text: string, answer?: string][] = [
	[31, 'empty', ''],
	[32, 'without a dot', SIGNATURE + PAYLOAD],
	[33, 'two dots', `${GOOD}.x`],
	[34, 'a dot in front', `.${PAYLOAD}`],
	[34, 'a dot at the end', `${SIGNATURE}.`],
	[35, '31 bytes', cut(BYTES.subarray(1))],
	[35, '33 bytes', cut(Buffer.concat([BYTES, Buffer.from([0])]))],
	[36, 'padding', `${SIGNATURE}=.${PAYLOAD}`],
	[36, 'the other alphabet', `${BYTES.toString('base64').replace('=', '')}+.${PAYLOAD}`],
	[36, 'blanks', ` ${GOOD} `],
	[36, 'other signs', `${SIGNATURE}!!.${PAYLOAD}`],
	[37, 'other unused bits', `${SIGNATURE.slice(0, -1)}${nextSign(SIGNATURE.slice(-1))}.${PAYLOAD}`],
	[38, 'a payload that is no base64', `${signature('!!').toString('base64url')}.!!`],
	[39, 'a payload that is no JSON', signed('{"user_id":')],
	...['null', '[]', '"x"', '1e400', 'true'].map((json): [number, string, string] => [
		40,
		`the JSON ${json}`,
		signed(json)
	]),
	...['none', 'hmac-sha256', 'HMAC-MD5', 'RS256', undefined, ['HMAC-SHA256']].map(
		(algorithm): [number, string, string] => [
			41,
			`the algorithm ${String(algorithm)}`,
			signedJson({ algorithm })
		]
	),
	[42, 'the id as a number', signedNumber('user_id', NOBODY), AS_ANYBODY],
	[42, 'an id beyond 2^53', signedNumber('user_id', '17841400008460056123'), AS_ANYBODY],
	...['9'.repeat(40), '-1', '1 OR 1=1', '../../x', '', '١٢٣'].map(
		(id): [number, string, string] => [42, `the id ${id}`, signedJson({ user_id: id })]
	),
	[42, 'an id that is no whole number', signedNumber('user_id', '1.5')],
	[42, 'ids in a list', signedJson({ user_id: [NOBODY] })],
	[43, 'no time', signedJson({ issued_at: undefined })],
	[43, 'a time as text', signedJson({ issued_at: 'now' })],
	[43, 'a day ahead', signedJson({ issued_at: NOW + 86_400 })],
	[43, 'of 1970', signedJson({ issued_at: 0 }), AS_ANYBODY],
	[43, 'beyond all time', signedNumber('issued_at', '1e20')],
	[
		44,
		'the secret of the other app',
		signed(JSON.stringify(RIGHT), DEFAULT_FACEBOOK_APP.clientSecret),
		AS_ANYBODY
	],
	[44, 'a secret of nobody', signed(JSON.stringify(RIGHT), 'nobody')],
	[44, 'an empty secret', signed(JSON.stringify(RIGHT), '')],
	[
		48,
		'what was signed before anybody was here',
		signedJson({ issued_at: NOW - 864_000 }),
		AS_ANYBODY
	]
];

const post = (no: number, what: string, path: string, body: string, answer: string, type = FORM) =>
	row(no, `${path}: ${what}`, path, answer, {
		method: 'POST',
		headers: { 'content-type': type },
		body
	});
const field = (...texts: string[]) =>
	texts.map((text) => `signed_request=${encodeURIComponent(text)}`).join('&');
const ADDRESSES = ['instagram', 'facebook'].flatMap((login) => [
	`/auth/${login}/deauthorize`,
	`/auth/${login}/data-deletion`
]);

/** Rows of Meta's signed calls, at all four addresses. */
export const SIGNED_ROWS: BadInput[] = ADDRESSES.flatMap((path) => [
	...TEXTS.map(([no, what, text, answer = REFUSED]) => post(no, what, path, field(text), answer)),
	post(45, 'a megabyte', path, field(`${GOOD}${'A'.repeat(1100 * KB)}`), '413'),
	post(45, '500 KB', path, field(`${GOOD}${'A'.repeat(500 * KB)}`), '413'),
	post(45, '15 KB', path, field(`${GOOD}${'A'.repeat(15 * KB)}`), REFUSED),
	post(46, 'as JSON', path, JSON.stringify({ signed_request: GOOD }), REFUSED, 'application/json'),
	post(46, 'as text', path, field(GOOD), REFUSED, 'text/plain'),
	post(46, 'without a type', path, field(GOOD), REFUSED, ''),
	post(46, 'as broken multipart', path, field(GOOD), REFUSED, 'multipart/form-data; boundary=x'),
	post(47, 'the field twice', path, field(GOOD, GOOD), REFUSED),
	post(47, 'a good one and a bad one', path, field(GOOD, 'a.b'), REFUSED),
	post(47, 'in the address', `${path}?${field(GOOD)}`, '', REFUSED),
	post(48, 'as it should be', path, field(GOOD), AS_ANYBODY)
]);
