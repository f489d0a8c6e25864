import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longLivedAnswer, profileAnswer, revokeAnswer, shortLivedAnswer } from './schemas.ts';

const TOKEN = 'IGAAQx7w9Zk3.token|TOKEN-_~+/=';

describe('a token', () => {
	const isToken = (access_token: unknown) => shortLivedAnswer.safeParse({ access_token }).success;

	test.each([TOKEN, 'x', 'I'.repeat(4_100), 'I'.repeat(8_192)])('counts', (token) => {
		expect(isToken(token)).toBe(true);
	});

	test.each([
		'',
		' ',
		'a b',
		'a\n',
		'a\u0000',
		'a"b',
		"a'b",
		'tokén',
		'I'.repeat(8_193),
		null,
		undefined,
		5,
		true,
		['x'],
		{}
	])('does not count: %j', (token) => {
		expect(isToken(token)).toBe(false);
	});
});

test.each([
	['array', ['b', 'a'], ['b', 'a']],
	['commas', 'b,a', ['b', 'a']],
	['commas and spaces', 'b, a c', ['b', 'a', 'c']],
	['URL-encoded', 'b%2Ca%20c', ['b', 'a', 'c']],
	['plus', 'b+a', ['b', 'a']],
	['twice', ['b', 'a', 'b'], ['b', 'a']],
	['none', [], []],
	['empty text', '', []],
	['broken encoding', 'a,%zz', ['a']],
	['null', null, null],
	['missing', undefined, null]
])('permissions: %s', (_, permissions, expected) => {
	const answer = shortLivedAnswer.parse({ access_token: TOKEN, permissions });
	expect(answer.permissions ?? null).toEqual(expected);
});

test.each([5, true, {}, [1], [null]])('permissions are no %j', (permissions) => {
	expect(shortLivedAnswer.safeParse({ access_token: TOKEN, permissions }).success).toBe(false);
});

test('permissions of any text: names only, each once, in their order', () => {
	const name = fc.stringMatching(/^[a-z_]{1,20}$/);
	fc.assert(
		fc.property(fc.array(name), fc.constantFrom(',', ' ', '%2C', '%20', ', '), (names, gap) => {
			const read = (permissions: unknown) =>
				shortLivedAnswer.parse({ access_token: TOKEN, permissions }).permissions;
			const expected = [...new Set(names)].slice(0, 100);
			expect(read(names)).toEqual(expected);
			expect(read(names.join(gap))).toEqual(expected);
		})
	);
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (permissions) => {
			const answer = shortLivedAnswer.parse({ access_token: TOKEN, permissions });
			for (const each of answer.permissions ?? []) expect(each).toMatch(/^[\w.:-]{1,100}$/);
		})
	);
});

test.each([
	['27640875392278831', '27640875392278831'],
	[1020, '1020'],
	[null, null],
	[undefined, null]
])('user_id %j', (user_id, expected) => {
	const answer = shortLivedAnswer.parse({ access_token: TOKEN, user_id });
	expect(answer.user_id ?? null).toBe(expected);
});

test.each([1.5, -1, 1e30, '', 'a b', '<b>', {}, [], true])('user_id is not %j', (user_id) => {
	expect(shortLivedAnswer.safeParse({ access_token: TOKEN, user_id }).success).toBe(false);
});

test.each([3_600, 5_183_944, 5_184_000, 10_000_000])('expires_in %d counts', (expires_in) => {
	const answer = { access_token: TOKEN, expires_in };
	expect(longLivedAnswer.parse(answer)).toEqual(answer);
});

test.each([undefined, null, '5184000', -1, 0, 3_599, 10_000_001, 1e12, 5000.5, true, [5000]])(
	'expires_in %j does not count',
	(expires_in) => {
		expect(longLivedAnswer.safeParse({ access_token: TOKEN, expires_in }).success).toBe(false);
	}
);

describe('a profile', () => {
	const PROFILE = { id: '2764', user_id: '17841400000000001', username: 'ada.draws' };
	const read = (more: object) => profileAnswer.parse({ ...PROFILE, ...more });

	test('needs both ids and a username', () => {
		expect(read({})).toEqual({ ...PROFILE, name: undefined });
		for (const key of Object.keys(PROFILE)) {
			expect(profileAnswer.safeParse({ ...PROFILE, [key]: undefined }).success).toBe(false);
			expect(profileAnswer.safeParse({ ...PROFILE, [key]: '' }).success).toBe(false);
		}
		expect(profileAnswer.safeParse({ ...PROFILE, username: '\u200b \n' }).success).toBe(false);
	});

	test.each([
		['BUSINESS', 'business'],
		['Business', 'business'],
		['MEDIA_CREATOR', 'creator'],
		['Media_Creator', 'creator'],
		['CREATOR', 'creator'],
		['PERSONAL', null],
		['', null],
		[5, null],
		[undefined, undefined]
	])('account_type %j', (account_type, expected) => {
		expect(read({ account_type }).account_type).toBe(expected);
	});

	test.each([
		['300 characters', '<b>é</b>'.repeat(40).slice(0, 300), '<b>é</b>'.repeat(40).slice(0, 300)],
		['emoji', '👩‍🎨 Ada', '👩‍🎨 Ada'],
		['lines and turned text', 'A\nda\u202e', 'A da'],
		['too long', 'x'.repeat(2_000), `${'x'.repeat(999)}…`],
		['blank', ' ', null],
		['no text', 5, null]
	])('name: %s', (_, name, expected) => {
		expect(read({ name }).name).toBe(expected);
	});

	test('a username is kept up to 300 characters', () => {
		expect(read({ username: 'u'.repeat(300) }).username).toHaveLength(300);
		expect(read({ username: 'u'.repeat(301) }).username).toHaveLength(300);
	});

	test.each([
		['https://scontent.cdninstagram.com/a.jpg?x=1', true],
		['http://127.0.0.1:4974/a.png', true],
		['javascript:alert(1)', false],
		['data:image/png;base64,AA', false],
		['file:///etc/passwd', false],
		['/a.jpg', false],
		['', false],
		[5, false]
	])('picture %j', (profile_picture_url, isKept) => {
		expect(read({ profile_picture_url }).profile_picture_url).toBe(
			isKept ? profile_picture_url : null
		);
	});
});

test('revoked, or not', () => {
	expect(
		[true, { success: true }, false, { success: false }].map((a) => revokeAnswer.parse(a))
	).toEqual([true, true, false, false]);
	for (const odd of [null, {}, 'true', 1, { success: 'true' }]) {
		expect(revokeAnswer.safeParse(odd).success).toBe(false);
	}
});
