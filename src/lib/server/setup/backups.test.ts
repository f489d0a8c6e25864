import { expect, it } from 'vitest';
import { backupCheck } from './backups.ts';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const HOUR = 3_600_000;
const last = (hoursAgo: number | null, problem: string | null = null) => ({
	at: hoursAgo === null ? null : NOW - hoursAgo * HOUR,
	keptAt: null,
	triedAt: null,
	problem
});

it.each([
	[false, null, 'warning', 'BACKUP_KEY is not set. There is no good one yet.'],
	[false, last(50), 'warning', 'BACKUP_KEY is not set. The last good one was made 2 days ago.'],
	[true, null, 'fine', 'The first one is made at a start.'],
	[true, last(9), 'fine', 'The last good one was made 9 hours ago.'],
	[true, last(49), 'warning', 'The last good one was made 2 days ago.'],
	[true, last(9, 'Full.'), 'warning', 'Full. The last good one was made 9 hours ago.'],
	[true, last(null, 'Full.'), 'warning', 'Full. There is no good one yet.']
] as const)('with a key: %s, %j is %s: %s', (hasKey, state, verdict, sentence) => {
	expect(backupCheck(hasKey, state, NOW)).toMatchObject({ state: verdict, sentence });
});
