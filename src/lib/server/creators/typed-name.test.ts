import { describe, expect, it } from 'vitest';
import { typedName } from './typed-name.ts';

describe('a name that a creator typed', () => {
	it.each([
		['  My\tphone\n', 'My phone'],
		['x'.repeat(60), 'x'.repeat(60)],
		['x'.repeat(61), null],
		['\u202e', null],
		['', null]
	])('%j is %j', (text, name) => {
		expect(typedName(text)).toBe(name);
	});
});
