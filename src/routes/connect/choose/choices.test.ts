import { describe, expect, it } from 'vitest';
import { connectLabel, matching } from './choices.ts';

const PIER = { username: 'north.pier.radio', name: 'North Pier', pageName: 'Harbour FM' };
const BLOOM = { username: 'brick.and.bloom', name: null, pageName: 'Florist' };

describe('the search of the chooser', () => {
	it.each([
		['', [PIER, BLOOM]],
		['  ', [PIER, BLOOM]],
		['@north', [PIER]],
		['HARBOUR', [PIER]],
		['North P', [PIER]],
		['bloom', [BLOOM]],
		['nobody', []]
	])('finds by account, name and Page: "%s"', (search, found) => {
		expect(matching([PIER, BLOOM], search)).toEqual(found);
	});
});

it('the button counts what it connects', () => {
	expect([0, 1, 3].map(connectLabel)).toEqual([
		'Connect',
		'Connect 1 account',
		'Connect 3 accounts'
	]);
});
