import { expect, it } from 'vitest';
import { stalenessOf } from './staleness.ts';

const MINUTE = 60_000;
const at = { now: 1_000 * MINUTE, every: 30 * MINUTE, isLocked: false };

it.each<[string, Parameters<typeof stalenessOf>[0], boolean, number | null, string | null]>([
	['fresh', { syncedAt: 940 * MINUTE, failing: null }, false, null, null],
	[
		'fresh, while Meta fails',
		{ syncedAt: 990 * MINUTE, failing: 'rate_limited' },
		false,
		null,
		null
	],
	['fresh, though locked', { syncedAt: 990 * MINUTE, failing: null }, true, null, null],
	['old, nobody tried', { syncedAt: 939 * MINUTE, failing: null }, false, 939 * MINUTE, 'waiting'],
	['old', { syncedAt: 9, failing: 'meta_unreachable' }, false, 9, 'meta_unreachable'],
	['old and locked', { syncedAt: 9, failing: 'needs_reconnect' }, true, 9, 'locked'],
	['new', { syncedAt: null, failing: null }, false, null, 'waiting'],
	[
		'new and failing',
		{ syncedAt: null, failing: 'permission_missing' },
		false,
		null,
		'permission_missing'
	]
])('%s', (_, state, isLocked, staleSince, reason) => {
	expect(stalenessOf(state, { ...at, isLocked })).toEqual({ staleSince, reason });
});
