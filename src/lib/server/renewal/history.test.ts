import { expect, it } from 'vitest';
import type { RefreshView } from '../../view.ts';
import { foldHistory } from './history.ts';

const row = (day: number, more: Partial<RefreshView> = {}): RefreshView => ({
	at: `2027-01-${String(day).padStart(2, '0')}T10:00:00.000Z`,
	trigger: 'schedule',
	outcome: 'rejected',
	code: '200',
	word: 'Refused: Meta refuses the app a permission',
	detail: null,
	expiresBefore: null,
	expiresAfter: null,
	nextDueAt: null,
	...more
});

it('says once what follows each other and is the same, and since when', () => {
	const rows = foldHistory([row(9), row(8, { trigger: 'manual' }), row(7)]);
	expect(rows).toHaveLength(1);
	expect(rows[0]).toMatchObject({ at: row(9).at, times: 3, since: row(7).at });
	expect(rows[0]?.triggers).toEqual(['schedule', 'manual']);
});

it.each([
	['another answer between them', [row(9), row(8, { outcome: 'checked', code: null }), row(7)], 3],
	['another code', [row(9), row(8, { code: '10' })], 2],
	['other words of Meta', [row(9), row(8, { detail: 'More.' })], 2],
	['renewals', [row(9, { outcome: 'renewed' }), row(8, { outcome: 'renewed' })], 2],
	['nothing', [], 0]
])('keeps apart: %s', (_name, rows, count) => expect(foldHistory(rows)).toHaveLength(count));
