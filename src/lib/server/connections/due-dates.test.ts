import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { days, hours, minutes } from '../clock.ts';
import {
	dueAt,
	isGivenUp,
	isTooYoung,
	jitterOf,
	longestWait,
	MAX_JITTER,
	MIN_AGE,
	nextAfterFailure
} from './due-dates.ts';

const NOW = Date.UTC(2027, 0, 1);

describe('dueAt', () => {
	const due = (facts: Partial<Parameters<typeof dueAt>[0]> = {}) =>
		dueAt({
			issuedAt: NOW,
			expiresAt: NOW + days(60),
			jitterMs: 0,
			refreshAfterDays: 7,
			isRenewable: true,
			...facts
		}) - NOW;

	it.each([
		['at the age that is set', {}, days(7)],
		['at half its life where that is earlier', { refreshAfterDays: 45 }, days(30)],
		[
			'every day where it cannot be renewed',
			{ isRenewable: false, jitterMs: hours(5), expiresAt: null },
			days(1)
		],
		['with the jitter on top', { jitterMs: hours(5) }, days(7) + hours(5)],
		['never under 24 hours', { expiresAt: NOW + hours(10) }, hours(24)],
		['after 24 hours where no expiry is known', { expiresAt: null, jitterMs: 5 }, hours(24) + 5],
		['never under 24 hours of a token that is over', { expiresAt: NOW - days(1) }, hours(24)]
	])('is %s', (_name, facts, expected) => {
		expect(due(facts)).toBe(expected);
	});

	it('lies between 24 hours and the longest wait, whatever the token', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 3600, max: 10_000_000 }),
				fc.integer({ min: 0, max: MAX_JITTER }),
				fc.integer({ min: 1, max: 45 }),
				(expiresIn, jitterMs, refreshAfterDays) => {
					const after = due({ expiresAt: NOW + expiresIn * 1000, jitterMs, refreshAfterDays });
					expect(after).toBeGreaterThanOrEqual(MIN_AGE + jitterMs);
					expect(after).toBeLessThanOrEqual(Math.max(MIN_AGE, days(refreshAfterDays)) + jitterMs);
					// Made by a clock that was ahead by nearly as much as counts as young.
					expect(after + MIN_AGE).toBeLessThan(longestWait(refreshAfterDays));
					expect(Number.isInteger(after)).toBe(true);
					// Of three days or more: due while it is alive, whatever the jitter.
					if (expiresIn >= 86_400 * 3) expect(after).toBeLessThan(expiresIn * 1000);
				}
			)
		);
	});
});

describe('jitterOf', () => {
	it('spreads over 0 to 12 hours, both ends included', () => {
		expect(jitterOf(0)).toBe(0);
		expect(jitterOf(1 - Number.EPSILON)).toBe(MAX_JITTER);
		expect(jitterOf(0.5)).toBe(hours(6));
	});

	it('is whole milliseconds within them, whatever the chance', () => {
		fc.assert(
			fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
				const jitter = jitterOf(random);
				expect(Number.isInteger(jitter)).toBe(true);
				expect(jitter).toBeGreaterThanOrEqual(0);
				expect(jitter).toBeLessThanOrEqual(MAX_JITTER);
			})
		);
	});
});

describe('nextAfterFailure', () => {
	const wait = (failures: number, left: number | null, cause = 'unreachable' as const) =>
		nextAfterFailure({
			failures,
			now: NOW,
			expiresAt: left === null ? null : NOW + left,
			cause
		}) - NOW;

	it.each([
		[1, days(53), minutes(15)],
		[2, days(53), hours(1)],
		[3, days(53), hours(6)],
		[4, days(53), days(1)],
		[40, days(53), days(1)],
		[4, null, days(1)],
		[4, days(5), days(1)],
		[4, days(5) - 1, hours(6)],
		[40, 1, hours(6)],
		[1, days(1), minutes(15)],
		[2, days(1), hours(1)],
		[1, 0, days(1)],
		[9, -days(29), days(1)]
	])('of failure %i with %s ms left is %i ms away', (failures, left, expected) => {
		expect(wait(failures, left)).toBe(expected);
	});

	it.each(['not_a_tester', 'app_not_permitted'] as const)('is daily for %s', (cause) => {
		const expiresAt = NOW + days(3);
		expect(nextAfterFailure({ failures: 1, now: NOW, expiresAt, cause })).toBe(NOW + days(1));
	});

	it('never comes sooner the longer a run of failures lasts', () => {
		fc.assert(
			fc.property(fc.nat(5), fc.integer({ min: -days(90), max: days(90) }), (failures, left) => {
				expect(wait(failures + 1, left)).toBeGreaterThanOrEqual(wait(failures, left));
			})
		);
	});

	it('never waits less than 15 minutes nor more than a day', () => {
		fc.assert(
			fc.property(fc.nat(1000), fc.integer({ min: -days(90), max: days(90) }), (failures, left) => {
				expect(wait(failures, left)).toBeGreaterThanOrEqual(minutes(15));
				expect(wait(failures, left)).toBeLessThanOrEqual(days(1));
			})
		);
	});
});

describe('isGivenUp', () => {
	it.each([
		['30 days past the expiry', -days(30), -days(60), true],
		['a moment earlier', -days(30) + 1, -days(60), false],
		['the first failure after a leap of years', -days(3650), 0, false],
		['a leap that failed for 30 days', -days(3650), -days(30), true]
	])('after %s', (_name, expiry, since, expected) => {
		expect(isGivenUp({ now: NOW, expiresAt: NOW + expiry, failingSince: NOW + since })).toBe(
			expected
		);
	});

	it('never without an expiry', () => {
		expect(isGivenUp({ now: NOW, expiresAt: null, failingSince: 0 })).toBe(false);
	});
});

describe('isTooYoung', () => {
	it.each([
		[0, true],
		[hours(24) - 1, true],
		[hours(24), false],
		[-hours(1), true],
		[-days(30), false]
	])('of an age of %i ms is %s', (age, expected) => {
		expect(isTooYoung(NOW - age, NOW)).toBe(expected);
	});
});
