import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSignedRequest } from './signed-request.ts';

const SECRET = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const OTHER = '0f9e8d7c6b5a49382716f5e4d3c2b1a0';
const GOOD = '{"algorithm":"HMAC-SHA256","issued_at":1795000000,"user_id":"17841400008460056"}';

const encoded = (text: string | Buffer) => Buffer.from(text).toString('base64url');
const signatureOf = (payload: string, secret = SECRET) =>
	createHmac('sha256', secret).update(payload).digest();
const sign = (json: string, secret = SECRET) =>
	`${encoded(signatureOf(encoded(json), secret))}.${encoded(json)}`;
const read = (text: string) => readSignedRequest(text, [SECRET]);

describe('a signed request', () => {
	test('tells who and when', () => {
		const request = readSignedRequest(sign(GOOD), [OTHER, SECRET]);
		expect(request).toEqual({
			userId: '17841400008460056',
			issuedAt: 1_795_000_000_000,
			signature: signatureOf(encoded(GOOD))
		});
	});

	test.each([
		['a number', '1234', '1234'],
		['a number beyond 2^53', '17841400008460057', '17841400008460057'],
		['text beyond 2^53', '"17841400008460057"', '17841400008460057']
	])('has an id that is %s, exactly', (_name, written, userId) => {
		const json = `{"algorithm":"HMAC-SHA256","issued_at":1,"user_id":${written}}`;
		expect(read(sign(json))).toMatchObject({ userId });
	});

	test('may hold more than we read', () => {
		expect(read(sign(GOOD.replace('{', '{"expires":0,"__proto__":{},')))).toHaveProperty('userId');
	});
});

const payload = encoded(GOOD);
const signature = encoded(signatureOf(payload));
const bytes = signatureOf(payload);

/** Other last letters that Node's decoder reads as the same 32 bytes. */
const unusedBits = (text: string) => {
	const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
	const at = letters.indexOf(text.at(-1) ?? '');
	return text.slice(0, -1) + (letters[at ^ 1] ?? '');
};

test('the decoder would take what is refused here', () => {
	for (const text of [
		unusedBits(signature),
		`${signature}=`,
		`${signature.slice(0, 9)} ${signature.slice(9)}`
	])
		expect(Buffer.from(text, 'base64url')).toEqual(bytes);
});

describe('malformed', () => {
	test.each([
		['nothing', ''],
		['no dot', signature + payload],
		['two dots', `${signature}.${payload}.`],
		['three parts', `${signature}.${payload}.${payload}`],
		['a dot alone', '.'],
		['no signature', `.${payload}`],
		['no payload', `${signature}.`],
		['padding', `${signature}=.${payload}`],
		['padding of the payload', `${signature}.${payload}==`],
		['standard base64', `${bytes.toString('base64').replace('=', '')}+/.${payload}`],
		['a space', `${signature} .${payload}`],
		['a line end', `${signature}.${payload}\n`],
		['signs of no alphabet', `${signature}!!.${payload}`],
		['unused bits', `${unusedBits(signature)}.${payload}`],
		['a payload that is no base64', `${signature}.{"a":1}`],
		['other scripts', `${signature}.ＡＢＣ`],
		['a megabyte', `${signature}.${'A'.repeat(1_000_000)}`],
		['a little too long', sign(GOOD.replace('{', `{"x":"${'x'.repeat(6200)}",`))]
	])('%s', (_name, text) => {
		expect(read(text)).toEqual({ refused: 'malformed' });
	});
});

describe('not signed by the app', () => {
	test.each([
		['another secret', sign(GOOD, OTHER)],
		['31 bytes', `${encoded(bytes.subarray(0, 31))}.${payload}`],
		['33 bytes', `${encoded(Buffer.concat([bytes, Buffer.alloc(1)]))}.${payload}`],
		['a signature in hex', `${bytes.toString('hex')}.${payload}`],
		['a signature of the decoded payload', `${encoded(signatureOf(GOOD))}.${payload}`],
		['another payload', `${signature}.${encoded(GOOD.replace('17841', '17842'))}`]
	])('%s', (_name, text) => {
		expect(read(text)).toEqual({ refused: 'signature' });
	});

	test('any one bit of the signature', () => {
		for (let bit = 0; bit < 256; bit += 1) {
			const flipped = Buffer.from(bytes);
			flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			expect(read(`${encoded(flipped)}.${payload}`)).toEqual({ refused: 'signature' });
		}
	});

	test('no secret at all', () => {
		expect(readSignedRequest(sign(GOOD, ''), [])).toEqual({ refused: 'signature' });
	});
});

describe('signed, but odd', () => {
	const withField = (name: string, value: string) =>
		JSON.stringify({ ...(JSON.parse(GOOD) as object), [name]: 'HERE' }).replace('"HERE"', value);
	test.each([
		['bytes', '\u0000\u0001'],
		['no JSON', '{"algorithm"'],
		['null', 'null'],
		['a list', `[${GOOD}]`],
		['a text', '"x"'],
		['a number', '1e400'],
		...['"none"', '"hmac-sha256"', '"HMAC-MD5"', '"RS256"', 'null', '["HMAC-SHA256"]'].map(
			(value): [string, string] => [`algorithm ${value}`, withField('algorithm', value)]
		),
		['no algorithm', '{"issued_at":1795000000,"user_id":"1"}'],
		...[
			`"${'1'.repeat(40)}"`,
			'"-1"',
			'-1',
			'1.5',
			'1e3000',
			'"1 OR 1=1"',
			'"../../x"',
			'""',
			'"1\\u0000"',
			'null',
			'["1"]',
			'{}',
			'"１２"'
		].map((value): [string, string] => [`user_id ${value}`, withField('user_id', value)]),
		['no user_id', '{"algorithm":"HMAC-SHA256","issued_at":1795000000}'],
		...['"1795000000"', '1795000000.5', '-1', '1e20', '100000000000000000000', 'null', 'true'].map(
			(value): [string, string] => [`issued_at ${value}`, withField('issued_at', value)]
		),
		['no issued_at', '{"algorithm":"HMAC-SHA256","user_id":"1"}']
	])('%s', (_name, json) => {
		expect(read(sign(json))).toEqual({ refused: 'payload' });
	});
});

describe('whatever comes', () => {
	const part = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.uint8Array().map((array) => Buffer.from(array).toString('base64url')),
		fc.json().map(encoded),
		fc.constantFrom(payload, signature)
	);

	test('nothing throws, and nothing passes without the secret', () => {
		fc.assert(
			fc.property(fc.array(part, { maxLength: 4 }), fc.string(), (parts, secret) => {
				fc.pre(secret !== SECRET);
				expect(readSignedRequest(parts.join('.'), [secret])).toHaveProperty('refused');
			})
		);
	});

	test('signed contents never throw, and pass only with an id of digits', () => {
		fc.assert(
			fc.property(
				fc.record(
					{
						algorithm: fc.oneof(fc.constant('HMAC-SHA256'), fc.anything()),
						issued_at: fc.oneof(fc.nat(), fc.anything()),
						user_id: fc.oneof(fc.nat(), fc.stringMatching(/^\d{1,20}$/), fc.anything())
					},
					{ requiredKeys: [] }
				),
				(contents) => {
					const json = JSON.stringify(contents, (_key, value: unknown) =>
						typeof value === 'bigint' ? Number(value) : value
					);
					const request = read(sign(json));
					if ('refused' in request) return;
					expect(request.userId).toMatch(/^\d+$/);
					expect(Number.isSafeInteger(request.issuedAt)).toBe(true);
					expect(contents.algorithm).toBe('HMAC-SHA256');
				}
			)
		);
	});
});

test('an empty secret signs nothing', () => {
	expect(readSignedRequest(sign(GOOD, ''), [''])).toEqual({ refused: 'signature' });
	expect(readSignedRequest(sign(GOOD, ''), ['', SECRET])).toEqual({ refused: 'signature' });
});
