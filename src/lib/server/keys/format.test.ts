import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
	holdsKey,
	isKeyShaped,
	looksLikeKey,
	looksLikeMetaToken,
	makeKeyText,
	readKeyText
} from './format.ts';

const SHAPE = /^moor_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}$/;
/** The sum was reckoned by Python's zlib.crc32, in base 62 by hand. */
const KNOWN = 'moor_00000000_000000000000000000000000000000000000000000041097Q';

const key = fc.infiniteStream(fc.uint8Array({ minLength: 64, maxLength: 64 })).map((stream) =>
	makeKeyText((size) => {
		const bytes = stream.next().value as Uint8Array;
		// Whatever the generator shrinks to, some bytes are below 248.
		return bytes.map((byte, at) => (at % 2 === 0 ? byte : byte % 248)).subarray(0, size);
	})
);

describe('a key', () => {
	it('has its shape and its sum, whatever the bytes', () => {
		fc.assert(
			fc.property(key, (text) => {
				expect(text).toMatch(SHAPE);
				expect(readKeyText(text)).toEqual({ id: text.slice(5, 13) });
				expect([isKeyShaped(text), looksLikeKey(text), holdsKey(`a ${text}b`)]).toEqual([
					true,
					true,
					true
				]);
			})
		);
	});

	it('is seen in an address, whichever of its signs are escaped', () => {
		fc.assert(
			fc.property(key, fc.array(fc.boolean(), { minLength: 63, maxLength: 63 }), (text, which) => {
				const written = [...text].map((sign, at) =>
					which[at] ? `%${sign.charCodeAt(0).toString(16)}` : sign
				);
				expect(holdsKey(`/x?a=%ff%20${written.join('')}&b`)).toBe(true);
			})
		);
		expect(holdsKey(`/x?a=${KNOWN.replaceAll('_', '%255F')}`)).toBe(false);
	});

	it('has the sum that others reckon', () => {
		expect(readKeyText(KNOWN)).toEqual({ id: '00000000' });
		expect(readKeyText(`${KNOWN.slice(0, -6)}000000`)).toBeNull();
	});

	it('is never read with one sign changed, missing, added or exchanged with the next', () => {
		const at = fc.nat({ max: 62 });
		fc.assert(
			fc.property(
				key,
				at,
				fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
				(text, place, sign) => {
					const changed = text.slice(0, place) + sign + text.slice(place + 1);
					if (changed !== text) expect(readKeyText(changed)).toBeNull();
					expect(readKeyText(text.slice(0, place) + text.slice(place + 1))).toBeNull();
					expect(readKeyText(text.slice(0, place) + sign + text.slice(place))).toBeNull();
					const pair = text.slice(place, place + 2);
					const turned = [...pair].reverse().join('');
					if (turned !== pair)
						expect(readKeyText(text.slice(0, place) + turned + text.slice(place + 2))).toBeNull();
				}
			)
		);
	});

	it('is read of no text that is none, however long', () => {
		fc.assert(fc.property(fc.string(), (text) => readKeyText(text) === null));
		expect(readKeyText(`moor_${'a'.repeat(1_000_000)}`)).toBeNull();
	});

	it('never comes twice, and uses each of the 62 signs as often', () => {
		const made = Array.from({ length: 2_000 }, () => makeKeyText(randomBytes));
		expect(new Set(made.map((text) => text.slice(5, 13))).size).toBe(2_000);
		const counts = new Map<string, number>();
		for (const text of made) {
			for (const sign of text.slice(14, 57)) counts.set(sign, (counts.get(sign) ?? 0) + 1);
		}
		const mean = (2_000 * 43) / 62;
		expect(counts.size).toBe(62);
		// Seven standard deviations: the first eight would stand out by a quarter if bytes were folded.
		for (const count of counts.values()) {
			expect(Math.abs(count - mean)).toBeLessThan(7 * Math.sqrt(mean));
		}
	});
});

it.each([
	['IGAAJx0123456789', true],
	['IGQVJabc', true],
	['EAAGm0PX4ZCps', true],
	['moor_00000000_0', false],
	['EA', false],
	['', false]
])('%s begins as a token of Meta: %s', (text, isOne) => {
	expect(looksLikeMetaToken(text)).toBe(isOne);
});
