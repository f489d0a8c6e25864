import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyIdOf, open, seal } from './seal.ts';

const KEY = Buffer.alloc(32, 1);
const PLACE = ['connections', 'c1', 'token', 'instagram', '17841400000000001'];
/** Any characters, the odd ones included. */
const text = fc.string({ unit: 'binary', maxLength: 300 });

test('whatever is sealed opens as it was', () => {
	fc.assert(
		fc.property(text, fc.array(text, { maxLength: 6 }), (token, place) => {
			expect(open(KEY, seal(KEY, '1', token, place), place)).toBe(token);
		})
	);
});

test('what an earlier version sealed opens', () => {
	const sealed = 'v1.1.CHU3qPjqYsNxHg8a.S6hRBZZoqmbFkCA.2fVAc-tjco2z7CUFmx7tnw';
	expect(open(KEY, sealed, PLACE)).toBe('IGAA-ada-é');
});

test('one changed character anywhere, and it does not open', () => {
	fc.assert(
		fc.property(text, fc.nat(), fc.integer({ min: 1, max: 255 }), (token, at, flip) => {
			const sealed = Buffer.from(seal(KEY, '1', token, PLACE), 'latin1');
			const index = at % sealed.length;
			sealed.writeUInt8(sealed.readUInt8(index) ^ flip, index);
			expect(open(KEY, sealed.toString('latin1'), PLACE)).toBeNull();
		}),
		{ numRuns: 2000 }
	);
});

test('it opens in no other place', () => {
	fc.assert(
		fc.property(fc.array(text, { maxLength: 6 }), (place) => {
			fc.pre(JSON.stringify(place) !== JSON.stringify(PLACE));
			expect(open(KEY, seal(KEY, '1', 'token', PLACE), place)).toBeNull();
		})
	);
	const sealed = seal(KEY, '1', 'token', ['ab', 'c']);
	for (const place of [['a', 'bc'], ['abc'], ['ab', 'c', ''], ['c', 'ab'], ['ab']]) {
		expect(open(KEY, sealed, place)).toBeNull();
	}
});

test('it opens with no other key, nor under another key’s name', () => {
	const sealed = seal(KEY, '1', 'token', PLACE);
	expect(open(randomBytes(32), sealed, PLACE)).toBeNull();
	expect(open(KEY, sealed.replace('v1.1.', 'v1.2.'), PLACE)).toBeNull();
});

test.each([12, 8, 4, 0])('a tag cut to %i bytes does not open', (bytes) => {
	const parts = seal(KEY, '1', 'token', PLACE).split('.');
	parts[4] = Buffer.from(parts[4] ?? '', 'base64url')
		.subarray(0, bytes)
		.toString('base64url');
	expect(open(KEY, parts.join('.'), PLACE)).toBeNull();
});

test.each(['', 'v1', 'v2.1.a.b.c', 'v1..a.b.c', 'v1.1.a.b', 'v1.1.a.b.c.d', 'IGAA-in-the-clear'])(
	'%j is no sealed text',
	(sealed) => {
		expect(keyIdOf(sealed)).toBeNull();
		expect(open(KEY, sealed, PLACE)).toBeNull();
	}
);

test('the same text never looks the same twice, nor like itself', () => {
	const sealed = Array.from({ length: 1000 }, () => seal(KEY, '1', 'canary', PLACE));
	expect(new Set(sealed.map((one) => one.split('.')[2])).size).toBe(1000);
	expect(sealed[0]).not.toContain('canary');
	expect(sealed[0]).not.toContain(Buffer.from('canary').toString('base64url'));
});
