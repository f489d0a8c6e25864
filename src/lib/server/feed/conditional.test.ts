import { describe, expect, it } from 'vitest';
import { codingFor, isKnown } from './conditional.ts';

describe('the coding for', () => {
	it.each<[string | null, string]>([
		[null, 'identity'],
		['', 'identity'],
		['gzip, deflate, br, zstd', 'br'],
		['gzip, deflate', 'gzip'],
		['x-gzip', 'gzip'],
		['GZIP', 'gzip'],
		['deflate', 'identity'],
		['br;q=0.5, gzip;q=0.9', 'gzip'],
		['br;q=0, gzip;q=0', 'identity'],
		['br;q=0, *', 'gzip'],
		['*', 'br'],
		['*;q=0', 'identity'],
		['identity, br;q=0.1', 'identity'],
		['identity;q=0, gzip', 'gzip'],
		['br;q=x', 'identity'],
		['br; q=1.0', 'br']
	])('%j is %s', (accepted, expected) => {
		expect(codingFor(accepted)).toBe(expected);
	});
});

describe('what is known already', () => {
	const changedAt = Date.UTC(2026, 0, 31, 18, 22, 5) + 400;
	const known = (given: Record<string, string>) =>
		isKnown(new Headers(given), { etag: '"abc"', changedAt });

	it.each<[string, boolean]>([
		['"abc"', true],
		['W/"abc"', true],
		['*', true],
		[' * ', true],
		['"x", "abc"', true],
		['"x","abc" ,"y"', true],
		['"x,"abc""', false],
		['"a,b", W/"abc"', true],
		['"abc', false],
		['abc', false],
		['"ABC"', false],
		['"x"', false],
		['', false]
	])('If-None-Match: %s is %s', (tags, expected) => {
		expect(known({ 'if-none-match': tags })).toBe(expected);
	});

	it.each<[string, boolean]>([
		['Sat, 31 Jan 2026 18:22:05 GMT', true],
		['Sat, 31 Jan 2026 18:22:06 GMT', true],
		['Sat, 31 Jan 2026 18:22:04 GMT', false],
		['then', false]
	])('If-Modified-Since: %s is %s', (since, expected) => {
		expect(known({ 'if-modified-since': since })).toBe(expected);
	});

	it('by its tag alone where both are asked', () => {
		const since = { 'if-modified-since': 'Sat, 31 Jan 2026 18:22:05 GMT' };
		expect(known({ ...since, 'if-none-match': '"x"' })).toBe(false);
	});
});
