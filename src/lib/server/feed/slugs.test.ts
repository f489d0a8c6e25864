import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { newSlug, readSlug } from './slugs.ts';

it('a new slug is 16 of 36 signs, each as likely', () => {
	expect(newSlug(randomBytes)).toMatch(/^[a-z0-9]{16}$/);
	// 255 would be the third letter once too often.
	let calls = 0;
	const random = (size: number) => new Uint8Array(size).fill(calls++ === 0 ? 255 : 1);
	expect(newSlug(random)).toBe('b'.repeat(16));
});

it.each(['abc', 'ada-draws-2026', '---', 'a'.repeat(40)])('%s may be chosen', (slug) => {
	expect(readSlug(slug)).toBe(slug);
});

it.each(['ab', 'a'.repeat(41), 'Ada', 'a b c', 'a.json', 'ä-b-c', 'abc\n', 7, null])(
	'%j may not',
	(slug) => {
		expect(() => readSlug(slug)).toThrow('3 to 40 small letters');
	}
);
