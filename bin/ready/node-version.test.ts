import { describe, expect, test } from 'vitest';
import { runsMooring, tooOldSentence, typeStrippingFlags } from './node-version.mjs';

test.each([
	['18.20.0', false],
	['20.20.2', false],
	['22.16.9', false],
	['22.17.0', true],
	['23.0.0', true],
	['26.10.0', true]
])('Node %s runs Mooring: %s', (version, expected) => {
	expect(runsMooring(version)).toBe(expected);
});

describe('the flags for TypeScript', () => {
	const STRIP = '--experimental-strip-types';
	const QUIET = '--disable-warning=ExperimentalWarning';

	test.each([
		['22.17.0', [STRIP, QUIET]],
		['22.18.0', [QUIET]],
		['23.5.0', [STRIP, QUIET]],
		['23.6.0', [QUIET]],
		['24.11.0', [QUIET]],
		['24.12.0', []],
		['25.1.0', [QUIET]],
		['25.2.0', []],
		['26.10.0', []]
	])('of Node %s', (version, expected) => {
		expect(typeStrippingFlags(version)).toEqual(expected);
	});
});

test('the sentence for an old Node says both versions', () => {
	expect(tooOldSentence('20.20.2')).toMatch(/22\.17 or newer.*20\.20\.2/);
});
