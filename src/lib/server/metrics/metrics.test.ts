import { afterEach, beforeEach, expect, test } from 'vitest';
import { renewalWorld, START } from '../../../../tests/support/renewal-world.ts';
import { noteGood } from '../backup/state.ts';
import { days, hours } from '../clock.ts';
import { beat } from '../renewal/beat.ts';
import { openMetrics } from './metrics.ts';

let world: ReturnType<typeof renewalWorld>;
beforeEach(() => (world = renewalWorld()));
afterEach(() => world.close());

const TOKEN = 'a-token-of-nineteen';
const open = async ({ isLocked = false } = {}) => {
	const { db, clock } = world;
	const metrics = await openMetrics(TOKEN, { db, clock, vault: { isLocked } });
	if (!metrics) throw new Error('not open');
	return metrics;
};
/** The value of one line, which begins with its name and labels. */
const valueIn = (text: string, line: string) =>
	text
		.split('\n')
		.find((one) => one.startsWith(`${line} `))
		?.slice(line.length + 1);

test('without a token there is nothing', async () => {
	const { db, clock } = world;
	expect(await openMetrics(null, { db, clock, vault: { isLocked: false } })).toBeNull();
});

test('an empty Mooring has every figure', async () => {
	const { text, type } = await (await open()).read();
	expect(type).toMatch(/^text\/plain; version=0\.0\.4/);
	for (const status of ['healthy', 'warning', 'needs_reconnect', 'locked', 'disconnected']) {
		expect(valueIn(text, `mooring_connections{status="${status}"}`)).toBe('0');
	}
	expect(valueIn(text, 'mooring_nearest_expiry_seconds')).toBe('+Inf');
	expect(valueIn(text, 'mooring_renewals_total{outcome="renewed"}')).toBe('0');
	expect(valueIn(text, 'mooring_meta_calls_total{outcome="timeout"}')).toBe('0');
	expect(valueIn(text, 'mooring_meta_call_duration_seconds_count')).toBe('0');
	expect(valueIn(text, 'mooring_alerts{state="waiting"}')).toBe('0');
	expect(valueIn(text, 'mooring_alerts{state="failed"}')).toBe('0');
	expect(valueIn(text, 'mooring_last_backup_timestamp_seconds')).toBe('0');
	expect(valueIn(text, 'nodejs_eventloop_lag_p99_seconds')).toBeDefined();
	expect(valueIn(text, 'process_resident_memory_bytes')).toBeDefined();
});

test('connections count by what their cards say, and name nobody', async () => {
	await world.add('well', { expiresAt: START + days(40) });
	await world.add('soon', { expiresAt: START + days(3) });
	await world.add('over', { endedCause: 'expired', endedAt: START, expiresAt: START - hours(1) });
	await world.add('gone', { disconnectedAt: START, expiresAt: START + hours(1) });
	await world.add('page', { expiresAt: null });
	await beat(world.db, START + 500);
	await noteGood(world.db, START + 3000, false);
	const { text } = await (await open()).read();
	expect(valueIn(text, 'mooring_connections{status="healthy"}')).toBe('2');
	expect(valueIn(text, 'mooring_connections{status="warning"}')).toBe('1');
	expect(valueIn(text, 'mooring_connections{status="needs_reconnect"}')).toBe('1');
	expect(valueIn(text, 'mooring_connections{status="disconnected"}')).toBe('1');
	expect(valueIn(text, 'mooring_nearest_expiry_seconds')).toBe(String(3 * 86_400));
	expect(valueIn(text, 'mooring_scheduler_beat_timestamp_seconds')).toBe(
		String(START / 1000 + 0.5)
	);
	expect(valueIn(text, 'mooring_last_backup_timestamp_seconds')).toBe(String(START / 1000 + 3));
	expect(text).not.toContain('ada.draws');

	const locked = await (await open({ isLocked: true })).read();
	expect(valueIn(locked.text, 'mooring_connections{status="locked"}')).toBe('4');
});

test('renewals and calls count as they happen', async () => {
	const metrics = await open();
	metrics.renewalOver('renewed');
	metrics.renewalOver('renewed');
	metrics.renewalOver('rejected');
	metrics.callOver({ outcome: 'answered', ms: 300, asked: null, answeredBy: null });
	metrics.callOver({ outcome: 'timeout', ms: 15_000, asked: 'v25.0', answeredBy: null });
	const { text } = await metrics.read();
	expect(valueIn(text, 'mooring_renewals_total{outcome="renewed"}')).toBe('2');
	expect(valueIn(text, 'mooring_renewals_total{outcome="rejected"}')).toBe('1');
	expect(valueIn(text, 'mooring_meta_calls_total{outcome="answered"}')).toBe('1');
	expect(valueIn(text, 'mooring_meta_calls_total{outcome="timeout"}')).toBe('1');
	expect(valueIn(text, 'mooring_meta_call_duration_seconds_bucket{le="0.5"}')).toBe('1');
	expect(valueIn(text, 'mooring_meta_call_duration_seconds_sum')).toBe('15.3');
});
