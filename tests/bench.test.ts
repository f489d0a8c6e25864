import { expect, test } from 'vitest';
import { alone, compared, figure, notMeasured, rowsIn, tableOf } from '../bench/rows.ts';
import { withTable } from '../bench/write.ts';

test('a comparison is the median of the ratios of its turns, and judged', () => {
	const facts = { ours: [2, 30, 4], beside: [1, 10, 4], unit: 'ms', than: 'bare' };
	const row = compared('a page', { ...facts, target: { atMost: 1.9 } });
	expect(row).toEqual({
		what: 'a page',
		ours: '4.00 ms',
		beside: '4.00 ms (bare)',
		found: '2.00 ×',
		spread: '1.00 to 3.00',
		target: '≤ 1.9 ×',
		holds: false
	});
	expect(compared('a page', { ...facts, target: { atLeast: 2 } }).holds).toBe(true);
	expect(compared('a rate', { ...facts, by: 'beside / ours' }).found).toBe('0.50 ×');
});

test('a figure alone is judged where it has a target', () => {
	const row = alone('memory', { found: [41], unit: 'MB', target: { atMost: 40 } });
	expect(row).toMatchObject({ found: '41.0 MB', spread: '', target: '≤ 40 MB', holds: false });
	expect(alone('memory', { found: [41], unit: 'MB' }).holds).toBeNull();
	expect([12_345, 12.34, 1.234, -0.5, NaN].map(figure)).toEqual([
		'12,345',
		'12.3',
		'1.23',
		'-0.50',
		'?'
	]);
});

test('a table can be read back', () => {
	const rows = [
		{ ...alone('memory', { found: [41], unit: 'MB', target: { atMost: 40 } }), part: 'memory' },
		{ ...notMeasured('weight', 'no browser'), part: 'weight', measured: '2027-01-02, tiny' }
	];
	expect(rowsIn(`Around it\n\n${tableOf(rows)}\n`)).toEqual(
		rows.map((row) => ({ measured: '', ...row }))
	);
});

test('the document gets what was measured anew, and keeps the rest of the table', () => {
	const row = (part: string, what: string) => ({ ...notMeasured(what, 'here'), part });
	const document = 'Before\n<!-- table: begin -->\n<!-- table: end -->\nAfter\n';
	const first = withTable(document, [row('weight', 'bytes'), row('memory', 'before')]);
	const written = withTable(first, [row('memory', 'after'), row('session', 'check')]);
	expect(rowsIn(written).map(({ what }) => what)).toEqual(['check', 'after', 'bytes']);
	expect(written).toMatch(/^Before\n[^]*\nAfter\n$/);
	expect(written).toMatch(/on \d+ cores .*GB, Node \d/);
	expect(() => withTable('no marks', [])).toThrow('has lost the marks');
});
