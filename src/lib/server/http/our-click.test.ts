import { describe, expect, it } from 'vitest';
import { isOurClick } from './csrf.ts';

const ORIGIN = new URL('https://mooring.example');

describe('a start', () => {
	it.each([
		[{ 'sec-fetch-site': 'same-origin' }, true],
		[{ 'sec-fetch-site': 'none' }, true],
		[{ 'sec-fetch-site': 'cross-site' }, false],
		[{ 'sec-fetch-site': 'same-site' }, false],
		[{ 'sec-fetch-site': 'cross-site', referer: 'https://mooring.example/' }, false],
		[{}, true],
		[{ referer: 'https://mooring.example/settings' }, true],
		[{ referer: 'https://mooring.example.evil.example/' }, false],
		[{ referer: 'nonsense' }, false]
	])('%j: is our click: %s', (headers, expected) => {
		expect(isOurClick(new Headers(headers as Record<string, string>), ORIGIN)).toBe(expected);
	});
});
