import { expect, it } from 'vitest';
import { countsOf, metaCode } from './ledger-words.ts';

it.each([
	['rejected', '190/460', '190/460'],
	['transient', '-1/2207001', '-1/2207001'],
	['transient', 'HTTP 502', 'HTTP 502'],
	['transient', 'timeout', null],
	['transient', 'unexpected', null],
	['transient', null, null],
	['renewed', '2', null],
	['skipped', 'unreadable', null]
] as const)('the code of %s %s is %s', (outcome, code, shown) => {
	expect(metaCode(outcome, code)).toBe(shown);
});

it('counts what came of the attempts', () => {
	expect(countsOf({ connected: 1, renewed: 8, checked: 0, refused: 1, unanswered: 2 })).toBe(
		'1 connected, 8 renewed, 1 refused, 2 without an answer'
	);
	expect(countsOf({ connected: 0, renewed: 0, checked: 0, refused: 0, unanswered: 0 })).toBe(
		'none yet'
	);
});
