import { describe, expect, it } from 'vitest';
import { readRules, storedRules, USUAL_RULES } from './rules.ts';

it('rules that are not given are the usual ones', () => {
	expect(readRules({})).toEqual({
		kinds: ['image', 'carousel', 'video', 'reel'],
		containsAny: [],
		containsNone: [],
		notBefore: null,
		max: 24,
		offGridReels: false,
		counts: false
	});
});

it('what is given changes, the rest stays, in one order', () => {
	const before = readRules({ max: 9, kinds: ['reel', 'image', 'reel'] });
	expect(before.kinds).toEqual(['image', 'reel']);
	expect(readRules({ containsAny: [' ink ', 'ink'] }, before)).toEqual({
		...before,
		containsAny: ['ink']
	});
	expect(storedRules(JSON.stringify(before))).toEqual(before);
});

describe('refused are', () => {
	it.each<[string, unknown]>([
		['no object', []],
		['null', null],
		['no kind', { kinds: [] }],
		['an unknown kind', { kinds: ['story'] }],
		['nothing of a feed', { max: 0 }],
		['too much', { max: 101 }],
		['half a post', { max: 1.5 }],
		['a number in words', { max: '12' }],
		['an empty word', { containsAny: [' '] }],
		['many words', { containsNone: Array.from({ length: 21 }, (_, at) => String(at)) }],
		['a day that is none', { notBefore: '2026-02-30' }],
		['a date in words', { notBefore: 'yesterday' }],
		['a time without a zone', { notBefore: '2026-01-31T10:00:00' }],
		['no flag', { counts: 1 }],
		['an unknown rule', { colour: 'red' }],
		['a rule by inheritance', { constructor: 1 }]
	])('%s', (_, given) => {
		expect(() => readRules(given)).toThrow(/rule/);
	});

	it('and the sentence names the rule', () => {
		expect(() => readRules({ ...USUAL_RULES, max: 101 })).toThrow(
			'The rule max is a whole number from 1 to 100.'
		);
	});
});
