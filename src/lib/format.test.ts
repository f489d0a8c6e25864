import { describe, expect, it } from 'vitest';
import {
	ago,
	dateAndTime,
	dayAndMonth,
	daysAgo,
	daysAhead,
	exactTime,
	fullDate,
	longDate,
	pastDay,
	shortDate,
	timeLeft
} from './format.ts';

const NOW = '2027-01-12T16:00:00.000Z';
const later = (days: number) => new Date(Date.parse(NOW) + days * 86_400_000).toISOString();

describe('timeLeft', () => {
	it.each([
		[60, 60, 'days'],
		[59.999, 60, 'days'],
		[56.5, 57, 'days'],
		[1, 1, 'day'],
		[0.5, 12, 'hours'],
		[0.01, 1, 'hour'],
		[0, 0, 'days'],
		[-3, 0, 'days']
	])('%d days ahead: %d %s', (days, count, unit) => {
		expect(timeLeft(later(days), NOW)).toEqual({ count, unit });
	});
});

describe('daysAgo', () => {
	it.each([
		[0, 'today'],
		[-0.99, 'today'],
		[-1, '1 day ago'],
		[-3.9, '3 days ago']
	])('%d days: %s', (days, words) => {
		expect(daysAgo(later(days), NOW)).toBe(words);
	});
});

describe('daysAhead', () => {
	it.each([
		[-1, 'due now'],
		[0, 'due now'],
		[0.02, 'within the hour'],
		[0.2, 'in 5 hours'],
		[0.965, 'in 23 hours'],
		[0.99, 'in 1 day'],
		[6.9999, 'in 7 days'],
		[7.4, 'in 7 days']
	])('%d days: %s', (days, words) => {
		expect(daysAhead(later(days), NOW)).toBe(words);
	});
});

describe('ago', () => {
	it.each([
		[20, '20 seconds ago'],
		[1, '1 second ago'],
		[59.6, '59 seconds ago'],
		[61, '1 minute ago'],
		[3 * 3600 + 5, '3 hours ago'],
		[2 * 86_400, '2 days ago'],
		[-5, '0 seconds ago']
	])('%d seconds: %s', (seconds, words) => {
		expect(ago(later(-seconds / 86_400), NOW)).toBe(words);
	});
});

describe('dates', () => {
	it('stand in the zone that is asked for', () => {
		const lateEvening = '2026-12-31T23:30:00.000Z';
		expect(shortDate(lateEvening, 'UTC', '2026-06-01T00:00:00.000Z')).toBe('31 Dec');
		expect(shortDate(lateEvening, 'UTC', NOW)).toBe('31 Dec 2026');
		expect(shortDate(lateEvening, 'Europe/Berlin', NOW)).toBe('1 Jan');
		expect(fullDate(lateEvening, 'Europe/Berlin')).toBe('1 Jan 2027');
		expect(longDate(lateEvening, 'UTC')).toBe('31 December 2026');
		expect(dayAndMonth(lateEvening, 'UTC')).toBe('31 December');
		expect(dateAndTime(lateEvening, 'Europe/Berlin', NOW)).toBe('1 Jan, 00:30');
		expect(exactTime(lateEvening, 'America/New_York')).toBe(
			'31 December 2026, 18:30:00 America/New York'
		);
	});

	it('shorten every month to three letters, whatever the engine says', () => {
		expect(shortDate('2027-09-05T12:00:00.000Z', 'UTC', NOW)).toBe('5 Sep');
	});
});

it.each([
	['2027-03-09T10:00:00Z', 'today'],
	['2027-03-08T23:30:00Z', 'today'],
	['2027-03-08T22:30:00Z', 'yesterday'],
	['2027-03-06T12:00:00Z', 'Saturday'],
	['2027-03-03T12:00:00Z', 'Wednesday'],
	['2027-03-02T12:00:00Z', '2 Mar'],
	['2026-03-02T12:00:00Z', '2 Mar 2026']
])('the day of %s is %s, seen from Tuesday in Oslo', (at, day) => {
	expect(pastDay(at, 'Europe/Oslo', '2027-03-09T11:00:00Z')).toBe(day);
});
