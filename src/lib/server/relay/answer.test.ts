import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deliverable, readAnswer } from './answer.ts';

const TOKEN = 'IGAAJx7kQm0pBZAGJ4c2V5dXl3';
const KEY = `moor_a1b2c3d4_${'0123456789'.repeat(5).slice(1)}`;
const delivery = {
	graphs: ['https://graph.instagram.com', 'http://127.0.0.1:4174/meta'],
	baseFor: (segment: string) =>
		segment === '1784' ? 'https://m.example/graph' : 'https://m.example/graph/connections/c1',
	key: KEY as string | null,
	keyText: KEY,
	token: TOKEN
};

function deliver(body: string | Uint8Array, more: { key?: null; headers?: HeadersInit } = {}) {
	const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
	const headers = new Headers(more.headers ?? { 'content-type': 'application/json' });
	const answer = readAnswer({ status: 200, headers, bytes });
	return deliverable(answer, { ...delivery, ...('key' in more ? { key: null } : {}) });
}
const textOf = (body: string, more = {}) => {
	const relayed = deliver(body, more);
	return relayed && new TextDecoder().decode(relayed.body);
};

describe('links to further pages', () => {
	const NEXT = `https:\\/\\/graph.instagram.com\\/v25.0\\/1784\\/media?access_token=${TOKEN}\\u0026fields=id,caption\\u0026limit=25\\u0026after=QVF%3D`;

	test('become ours with the same query and the caller’s key', () => {
		const text = textOf(`{"data":[],"paging":{"cursors":{"after":"a"},"next":"${NEXT}"}}`);
		expect(JSON.parse(text ?? '')).toEqual({
			data: [],
			paging: {
				cursors: { after: 'a' },
				next: `https://m.example/graph/v25.0/1784/media?access_token=${KEY}&fields=id,caption&limit=25&after=QVF%3D`
			}
		});
	});

	test('carry no key that came as a header', () => {
		const text = textOf(`{"paging":{"previous":"${NEXT}"}}`, { key: null });
		expect(text).toBe(
			'{"paging":{"previous":"https://m.example/graph/v25.0/1784/media?fields=id,caption&limit=25&after=QVF%3D"}}'
		);
	});

	test.each([
		[
			'a list inside a list',
			'https://graph.instagram.com/v25.0/99/comments?after=x',
			'/connections/c1/v25.0/99/comments?after=x'
		],
		['the configured address', 'http://127.0.0.1:4174/meta/v25.0/1784/media', '/v25.0/1784/media'],
		['no version', 'https://graph.instagram.com//1784/media', '/1784/media'],
		[
			'a proof of ours',
			'https://graph.instagram.com/1784/media?appsecret_proof=a&limit=1',
			'/1784/media?limit=1'
		],
		[
			'an escaped name',
			`https://graph.instagram.com/1784/media?%61ccess_token=${TOKEN}`,
			'/1784/media'
		],
		['a fragment', 'https://graph.instagram.com/1784/media?limit=1#x', '/1784/media?limit=1']
	])('may have %s', (_, link, ours) => {
		const text = textOf(JSON.stringify({ paging: { next: link } }), { key: null });
		expect(text).toBe(JSON.stringify({ paging: { next: `https://m.example/graph${ours}` } }));
	});

	test.each([
		'https://graph.facebook.com/v25.0/1784/media',
		'https://graph.instagram.com.evil.example/v25.0/1784/media',
		'https://graph.instagram.com@evil.example/1784',
		'https://graph.instagram.com:8443/1784/media',
		'http://127.0.0.1:4174/other/1784/media',
		'javascript:alert(1)',
		'ftp://graph.instagram.com/1784/media',
		'https://graph.instagram.com/',
		'https://graph.instagram.com/v25.0',
		'https://graph.instagram.com/1784/%6dedia',
		'/1784/media',
		''
	])('to elsewhere become null: %s', (link) => {
		expect(textOf(JSON.stringify({ paging: { next: link, a: 1 } }))).toBe(
			'{"paging":{"next":null,"a":1}}'
		);
	});

	test('stay where they are no paging', () => {
		for (const text of [
			'{"next":"https://a.example/","paging":[{"next":"https://a.example/"}]}',
			'{"paging":{"cursors":{"next":"x"}},"previous":"y"}',
			'{"a":"paging","b":{"next":"x"}}',
			'["paging",{"next":"x"}]',
			'{"paging":"x","b":{"next":"x"}}',
			'{"paging":{"next":null,"previous":17841400000000000001}}'
		]) {
			expect(textOf(text)).toBe(text);
		}
	});

	test('are found by escaped names', () => {
		expect(textOf('{"\\u0070aging":{"ne\\u0078t":"https://a.example"}}')).toBe(
			'{"\\u0070aging":{"ne\\u0078t":null}}'
		);
	});
});

test('tokens become the caller’s key, at any depth and by any spelling of the name', () => {
	const text = ` {"access_token" : "${TOKEN}", "data":[{"access\\u005ftoken":"other","n":1.0}]}\n`;
	expect(textOf(text)).toBe(
		` {"access_token" : "${KEY}", "data":[{"access\\u005ftoken":"${KEY}","n":1.0}]}\n`
	);
});

describe('everything else', () => {
	const noise = fc.oneof(
		fc.constantFrom('\\/', '\\u0026', '\\ud83c\\udf0a', '\\\\', '\\"', 'é', '🌊', '  '),
		fc.constantFrom('paging', 'next', 'access_token', '{', '}', '[', ']', ',', ':')
	);
	const string = fc.array(noise).map((parts) => `"${parts.join('')}"`);
	const number = fc.constantFrom('17841400000000000001', '-0', '1e999', '1.50', '9007199254740993');
	const key = fc.oneof(
		string.map((text) => text.replace('"', '"_')),
		fc.constantFrom('"data"', '"id"', '"nextpage"', '"paging"')
	);
	const { value } = fc.letrec<{ value: string }>((tie) => ({
		value: fc.oneof(
			{ depthSize: 'small', maxDepth: 6 },
			string,
			number,
			fc.constantFrom('true', 'null'),
			fc.array(tie('value')).map((all) => `[ ${all.join(' , ')}]`),
			fc
				.array(fc.tuple(key, tie('value')))
				.map((all) => `{${all.map(([name, one]) => `${name} :${one}`).join(',\n')} }`)
		)
	}));

	test('stays byte for byte, whatever surrounds what is spliced', () => {
		fc.assert(
			fc.property(value, value, value, (a, b, c) => {
				const around = (link: string, token: string) =>
					`{"a":${a},"x":[{"paging":{"b":${b},"next":${link}}},${c}],"access_token":${token}}`;
				const text = textOf(around(`"https://a.example/"`, '"t"'));
				expect(text).toBe(around('null', JSON.stringify(KEY)));
				expect(
					readAnswer({ status: 200, headers: new Headers(), bytes: Buffer.from(a) }).isJson
				).toBe(true);
			})
		);
	});

	test('stays also where it is no UTF-8 and no JSON', () => {
		fc.assert(
			fc.property(fc.uint8Array(), (bytes) => {
				expect(deliver(bytes)?.body).toEqual(Buffer.from(bytes));
			})
		);
	});

	test.each([
		'',
		' ',
		'<html>',
		'{"a":1',
		'{"a":"b',
		'[1}',
		'{"a":1}}',
		'{} x',
		'nothing',
		'{"a":"\\"}'
	])('is no JSON: %s', (text) => {
		const bytes = Buffer.from(text);
		expect(readAnswer({ status: 200, headers: new Headers(), bytes }).isJson).toBe(false);
	});

	test('a page is one, whatever it holds', () => {
		const headers = new Headers({ 'content-type': 'text/html' });
		expect(readAnswer({ status: 200, headers, bytes: Buffer.from('{}') }).isPage).toBe(true);
	});

	test('ten thousand brackets inside each other are read', () => {
		const text = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
		expect(textOf(text)).toBe(text);
	});
});

describe('an answer that holds the token in spite of all', () => {
	const escapeSome = (text: string, which: boolean[], escape: (letter: string) => string) =>
		[...text].map((letter, at) => (which[at % which.length] ? escape(letter) : letter)).join('');
	const unicode = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
	const percent = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
	const base64At = (before: string) => Buffer.from(`${before}${TOKEN}~`).toString('base64');

	test.each([
		['plain', TOKEN],
		['hex', Buffer.from(TOKEN).toString('hex')],
		['hex in capitals', Buffer.from(TOKEN).toString('hex').toUpperCase()],
		...['', 'a', 'ab'].map((before) => [`base64 after "${before}"`, base64At(before)]),
		...['', 'a', 'ab'].map((before) => [
			`base64url after "${before}"`,
			Buffer.from(`${before}${TOKEN}~`).toString('base64url')
		]),
		['twice escaped', [...TOKEN].map(unicode).join('').replaceAll('\\', '\\\\')],
		['a zero byte after each letter', [...TOKEN].join('\0')]
	])('is held back: %s', (_, hidden) => {
		expect(deliver(`{"data":[{"caption":"a ${hidden} b"}]}`)).toBeNull();
		expect(deliver(`<p>${hidden}</p>`)).toBeNull();
	});

	test('is held back with any of its letters escaped', () => {
		const which = fc.array(fc.boolean(), { minLength: 1 });
		fc.assert(
			fc.property(which, which, (one, other) => {
				const hidden = escapeSome(TOKEN, one, (letter) =>
					escapeSome(percent(letter), other, unicode)
				);
				expect(deliver(`{"a":"${hidden}"}`)).toBeNull();
			})
		);
	});

	test('is held back for a header of its', () => {
		const headers = { 'content-type': 'application/json', 'x-fb-trace-id': `a${TOKEN}` };
		expect(deliver('{}', { headers })).toBeNull();
	});

	test('is looked for among 5 MB of escapes without holding up all others', () => {
		const body = `{"a":"${'\\\\'.repeat(2_450_000)}"}`;
		const times = Array.from({ length: 5 }, () => {
			const began = performance.now();
			expect(deliver(body)).not.toBeNull();
			return performance.now() - began;
		});
		// By patterns it took more than a second at its best.
		expect(Math.min(...times)).toBeLessThan(800);
	});

	test('is delivered with half of it', () => {
		expect(deliver(`{"a":"${TOKEN.slice(1)}"}`)).not.toBeNull();
	});
});

test('only the closed list of headers comes back, and no page’s type', () => {
	const headers = {
		'content-type': 'text/html',
		'set-cookie': 'a=b',
		location: 'https://a.example',
		'www-authenticate': `OAuth ${TOKEN}`,
		'x-app-usage': '{"call_count":1}',
		'facebook-api-version': 'v25.0'
	};
	expect(deliver('{}', { headers })?.headers).toEqual({
		'content-type': 'application/json',
		'x-app-usage': '{"call_count":1}',
		'facebook-api-version': 'v25.0'
	});
});
