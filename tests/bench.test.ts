import { expect, test } from 'vitest';
import { alone, compared, figure, notMeasured, tableOf } from '../bench/rows.ts';
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

test('the document gets the table between its marks, and what it was measured on', () => {
	const rows = [notMeasured('weight', 'no browser')];
	const document = 'Before\n<!-- table: begin -->\nstale words\n<!-- table: end -->\nAfter\n';
	const now = new Date('2027-01-02T03:04:05Z');
	const written = withTable(document, rows, 'tiny', now);
	expect(written).toMatch(/^Before\n/);
	expect(written).toMatch(/\nAfter\n$/);
	expect(written).not.toContain('stale words');
	expect(written).toContain(tableOf(rows));
	expect(written).toMatch(
		/`BENCH_SIZE=tiny npm run bench -- --write` on \d+ cores .*GB, Node \d.*, 2027-01-02\./
	);
	expect(withTable(written, rows, 'tiny', now)).toBe(written);
	expect(() => withTable('no marks', rows, 'tiny', now)).toThrow('has lost the marks');
});
