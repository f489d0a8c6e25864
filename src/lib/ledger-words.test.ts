import { expect, it } from 'vitest';
import { countsOf, saidIn } from './ledger-words.ts';
import type { RefreshView } from './view.ts';

const said = (outcome: RefreshView['outcome'], code: string | null = null) => {
	const { word, tone, code: shown } = saidIn({ outcome, code } as RefreshView);
	return [word, tone, shown];
};

it.each<[RefreshView['outcome'], string | null, (string | null)[]]>([
	['connected', null, ['New', 'good', null]],
	['renewed', 'timeout', ['Renewed', 'good', null]],
	['renewed', '2', ['Renewed', 'good', null]],
	['checked', null, ['Still valid', 'good', null]],
	['rejected', '190/460', ['Refused', 'bad', '190/460']],
	['skipped', 'unreadable', ['Not asked', 'off', null]],
	['transient', 'timeout', ['No answer, trying again', 'warn', null]],
	['transient', 'network', ['No answer, trying again', 'warn', null]],
	['transient', 'HTTP 502', ['Failed, trying again', 'warn', 'HTTP 502']],
	['transient', 'unexpected', ['Failed, trying again', 'warn', null]],
	['transient', '4', ['Asked to slow down', 'warn', '4']],
	['transient', '4/2446079', ['Asked to slow down', 'warn', '4/2446079']],
	['transient', '41', ['Failed, trying again', 'warn', '41']],
	['transient', 'HTTP 429', ['Asked to slow down', 'warn', 'HTTP 429']]
])('%s %s: %j', (outcome, code, words) => {
	expect(said(outcome, code)).toEqual(words);
});

it('counts what came of the attempts', () => {
	expect(countsOf({ renewed: 8, checked: 0, refused: 1, unanswered: 2 })).toBe(
		'8 renewed, 1 refused, 2 without an answer'
	);
	expect(countsOf({ renewed: 0, checked: 0, refused: 0, unanswered: 0 })).toBe('none yet');
});
