import { describe, expect, test } from 'vitest';
import { isOurHost } from './host.ts';

const LOCAL = 'http://localhost:4173';
const PUBLIC = 'https://mooring.example';

describe('isOurHost', () => {
	test.each([
		[LOCAL, 'localhost:4173', true],
		[LOCAL, 'LOCALHOST:4173', true],
		[LOCAL, 'localhost', false],
		[LOCAL, 'localhost:4174', false],
		[LOCAL, '127.0.0.1:4173', false],
		[LOCAL, 'localhost.:4173', false],
		[LOCAL, 'localhost:4173.evil.example', false],
		[LOCAL, 'evil.example', false],
		[LOCAL, '', false],
		[LOCAL, undefined, false],
		[PUBLIC, 'mooring.example', true],
		[PUBLIC, 'mooring.example:443', true],
		[PUBLIC, 'mooring.example:80', false],
		[PUBLIC, 'www.mooring.example', false],
		['http://mooring.lan', 'mooring.lan:80', true],
		['http://[::1]:3000', '[::1]:3000', true]
	])('at %s the Host %s: %s', (origin, host, expected) => {
		expect(isOurHost(host, new URL(origin))).toBe(expected);
	});
});
