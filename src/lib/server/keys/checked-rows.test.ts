import { expect, test } from 'vitest';
import { checkedRows } from './checked-rows.ts';
import { type Row, ROWS } from './rows.ts';

const ONE = ROWS[0] as Row;

test('the rows of this release are sound', () => {
	expect(checkedRows(ROWS)).toBe(ROWS);
});

test.each<[string, Partial<Row>[]]>([
	['one twice', [ONE, ONE]],
	['two of one method and path', [ONE, { ...ONE, id: 'node' }]],
	['a path that nobody reads', [{ ...ONE, path: '{a}/../media' }]],
	['a parameter in two lists', [{ ...ONE, pageParameters: ['fields'] }]],
	['a parameter that is none', [{ ...ONE, parameters: ['Fields'] }]],
	['an action that is none', [{ ...ONE, actions: ['everything' as never] }]]
])('%s stops the start', (_, rows) => {
	expect(() => checkedRows(rows as Row[])).toThrow(/^The row .* cannot be\.$/);
});
