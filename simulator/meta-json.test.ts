import { expect, test } from 'vitest';
import { BareNumber, metaJson } from './meta-json.ts';

test('big ids keep all their digits', () => {
	expect(metaJson({ a: new BareNumber('29502172493004913') })).toBe('{"a":29502172493004913}');
});

test('slashes and all beyond ASCII are escaped, and read back the same', () => {
	const value = { text: 'a/b "é" 🪁 \u202e', list: [1, null, 'bare:12'] };
	const text = metaJson(value);
	expect(text).toMatch(/^[\x20-\x7e]+$/);
	expect(text).toContain('a\\/b');
	expect(JSON.parse(text)).toEqual(value);
});
