import { describe, expect, it } from 'vitest';
import { connectionRow } from '../../../../tests/support/connection-row.ts';
import { days, hours } from '../clock.ts';
import type { Connection } from '../database/schema.ts';
import { judge, type Told } from './judge.ts';
import { judgeInstance, keyLevel } from './judge-instance.ts';

const NOW = Date.UTC(2027, 5, 1);
const now = (facts: Partial<Connection>, told: Told[] = [], isLocked = false) =>
	judge(connectionRow({ expiresAt: NOW + days(50), ...facts }), told, { now: NOW, isLocked });
const told = (type: Told['type'], level = 0, since = NOW): Told => ({ type, level, since });

describe('what is told of a connection', () => {
	it('nothing while it is well', () => {
		expect(now({})).toEqual({ tell: [], over: [], isHealed: false });
	});

	it('a failure once it lasts for two days', () => {
		const failing = (since: number) =>
			now({ failingCause: 'meta_down', failures: 3, failingSince: since }).tell;
		expect(failing(NOW - hours(47))).toEqual([]);
		expect(failing(NOW - hours(48))).toEqual([told('connection.warning')]);
	});

	it.each([
		[13, 0],
		[7, 1],
		[4, 1],
		[3, 2],
		[1, 3],
		[-5, 3]
	])('with %i days left only the latest level that was passed', (left, level) => {
		expect(now({ expiresAt: NOW + days(left) }).tell).toEqual([told('connection.warning', level)]);
		expect(now({ expiresAt: NOW + days(left) }, [told('connection.warning', level)]).tell).toEqual(
			[]
		);
	});

	it.each([
		[0, 0],
		[2.9, 0],
		[3, 1],
		[7, 2],
		[21, 3],
		[90, 3]
	])('an end that nobody mended for %f days', (ago, level) => {
		const since = NOW - days(ago);
		const ended = { endedCause: 'password_changed', endedAt: since } as const;
		expect(now(ended).tell).toEqual([told('connection.needs_reconnect', level, since)]);
	});

	it('a changed cause is the same illness', () => {
		const ended = { endedCause: 'checkpoint', endedAt: NOW } as const;
		const before = [told('connection.needs_reconnect', 0, NOW - days(3))];
		expect(now(ended, before).tell).toEqual([told('connection.needs_reconnect', 1, NOW - days(3))]);
	});

	it('a removal that Meta told of, in the place of an end, and once', () => {
		const removed = {
			endedCause: 'app_removed',
			endedAt: NOW - days(30),
			tokenSealed: null
		} as const;
		const since = NOW - days(30);
		expect(now(removed, [told('connection.needs_reconnect')])).toEqual({
			tell: [told('connection.disconnected', 0, since)],
			over: ['connection.needs_reconnect'],
			isHealed: false
		});
		expect(now({ ...removed, tokenSealed: 'v1.1.a.b.c' }).tell[0]?.type).toBe(
			'connection.needs_reconnect'
		);
	});

	it.each([
		[14, 0],
		[7, 1],
		[3, 2],
		[0.5, 3],
		[-2, 3]
	])('a sign-in that is due in %f days, and no warning beside it', (left, level) => {
		const due = {
			provider: 'facebook',
			expiresAt: null,
			userTokenExpiresAt: NOW + days(left)
		} as const;
		expect(now(due).tell).toEqual([told('connection.sign_in_again', level)]);
	});

	it('that it healed, once it is well altogether', () => {
		const before = [told('connection.warning'), told('connection.sign_in_again')];
		expect(now({}, before)).toMatchObject({ isHealed: true, over: before.map(({ type }) => type) });
		expect(now({ expiresAt: NOW + days(9) }, before)).toMatchObject({
			isHealed: false,
			over: ['connection.sign_in_again']
		});
	});

	it('nothing after a disconnect, and nothing without the key', () => {
		const ended = { endedCause: 'expired', endedAt: NOW } as const;
		const before = [told('connection.warning')];
		expect(now({ ...ended, disconnectedAt: NOW }, before)).toEqual({
			tell: [],
			over: ['connection.warning'],
			isHealed: false
		});
		for (const locked of [now(ended, before, true), now({ ...ended, unreadable: 1 }, before)]) {
			expect(locked).toEqual({ tell: [], over: [], isHealed: false });
		}
	});
});

describe('what is told of the instance', () => {
	const pulse = (from: number, until: number) => ({
		beatAt: NOW,
		awayFrom: from,
		awayUntil: until
	});

	it('an absence of more than seven days, once', () => {
		const of = (dayCount: number, before: Told[] = []) =>
			judgeInstance({ isLocked: false, pulse: pulse(NOW - days(dayCount), NOW) }, before, NOW).tell;
		expect(of(7)).toEqual([]);
		expect(of(7.01)).toEqual([told('instance.was_away')]);
		expect(of(7.01, [told('instance.was_away')])).toEqual([]);
		const long = { isLocked: false, pulse: pulse(NOW - days(90), NOW - days(3)) };
		expect(judgeInstance(long, [], NOW).tell).toEqual([]);
	});

	it('a missing key, and again when it goes missing again', () => {
		const locked = { isLocked: true, pulse: null };
		expect(judgeInstance(locked, [], NOW).tell).toEqual([told('instance.locked')]);
		expect(judgeInstance(locked, [told('instance.locked')], NOW).tell).toEqual([]);
		expect(
			judgeInstance({ isLocked: false, pulse: null }, [told('instance.locked')], NOW).over
		).toEqual(['instance.locked']);
	});
});

it('the end of a key is told 14 and 3 days before, where it was made before that', () => {
	const key = { createdAt: NOW - days(60), expiresAt: NOW + days(14) };
	expect(keyLevel(key, null, NOW)).toBe(0);
	expect(keyLevel(key, null, NOW - 1)).toBeNull();
	expect(keyLevel(key, 0, NOW)).toBeNull();
	expect(keyLevel(key, 0, NOW + days(11))).toBe(1);
	expect(keyLevel(key, 1, NOW + days(13))).toBeNull();
	const short = { createdAt: NOW, expiresAt: NOW + days(7) };
	expect(keyLevel(short, null, NOW)).toBeNull();
	expect(keyLevel(short, null, NOW + days(4))).toBe(1);
	expect(keyLevel(short, null, NOW + days(15))).toBeNull();
});
