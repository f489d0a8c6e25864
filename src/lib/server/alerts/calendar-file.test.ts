import ical, { type VEvent } from 'node-ical';
import { describe, expect, it } from 'vitest';
import { connectionRow } from '../../../../tests/support/connection-row.ts';
import { days, hours } from '../clock.ts';
import { calendarFile } from './calendar-file.ts';

const MADE = Date.UTC(2027, 0, 1, 15, 30);
const at = (now = MADE + days(3)) => ({
	now,
	isLocked: false,
	origin: new URL('https://mooring.example'),
	madeAt: MADE
});
const WELL = connectionRow({ id: 'well', username: 'ada', expiresAt: MADE + days(60) });
const ENDED = connectionRow({
	id: 'ended',
	username: 'bea; with, all \\ signs',
	endedCause: 'password_changed',
	endedAt: MADE + days(2)
});
const BY_FACEBOOK = connectionRow({
	id: 'page',
	provider: 'facebook',
	username: 'cyd',
	expiresAt: null,
	userTokenExpiresAt: MADE + days(60),
	dataAccessExpiresAt: MADE + days(90)
});

const eventsIn = (file: string) =>
	Object.values(ical.sync.parseICS(file)).filter((part): part is VEvent => part?.type === 'VEVENT');
const line = (file: string, name: string) =>
	file.split('\r\n').filter((one) => one.startsWith(name));

describe('the calendar', () => {
	it('has an event for each account, on the day by which somebody has to act', () => {
		const file = calendarFile([WELL, ENDED, BY_FACEBOOK], at());
		const events = eventsIn(file).map(({ summary, datetype, rrule, url }) => ({
			summary,
			datetype,
			isYearly: rrule !== undefined,
			url
		}));
		const all = { datetype: 'date' };
		expect(events).toEqual([
			{
				...all,
				summary: '@ada: all is well',
				isYearly: true,
				url: 'https://mooring.example/connections/well'
			},
			{
				...all,
				summary: '@bea; with, all \\ signs: reconnect',
				isYearly: false,
				url: 'https://mooring.example/connections/ended'
			},
			{
				...all,
				summary: '@cyd: sign in again',
				isYearly: false,
				url: 'https://mooring.example/connections/page'
			}
		]);
		expect(line(file, 'DTSTART')).toEqual([
			'DTSTART;VALUE=DATE:20270101',
			'DTSTART;VALUE=DATE:20270103',
			'DTSTART;VALUE=DATE:20270302'
		]);
		expect(line(file, 'RRULE')).toEqual(['RRULE:FREQ=YEARLY']);
	});

	it('is the same to the byte while nothing changes: DTSTAMP never moves', () => {
		const file = calendarFile([WELL, BY_FACEBOOK], at());
		expect(calendarFile([WELL, BY_FACEBOOK], at(MADE + days(3) + hours(20)))).toBe(file);
		expect(new Set(line(file, 'DTSTAMP'))).toEqual(new Set(['DTSTAMP:20270101T153000Z']));
		const ill = { ...WELL, endedCause: 'expired', endedAt: MADE + days(5) } as const;
		expect(line(calendarFile([ill], at()), 'DTSTAMP')).toEqual(['DTSTAMP:20270101T153000Z']);
		expect(line(calendarFile([ill], at()), 'UID')).not.toEqual(line(file, 'UID').slice(0, 1));
	});

	it('leaves out what is disconnected, and is never empty', () => {
		const gone = { ...WELL, disconnectedAt: MADE };
		expect(eventsIn(calendarFile([gone], at())).map(({ summary }) => summary)).toEqual([
			'Mooring: all is well'
		]);
	});

	it('has the end of the token where it is not renewed', () => {
		const failing = {
			...WELL,
			failingCause: 'meta_down',
			failingSince: MADE,
			failures: 9
		} as const;
		expect(line(calendarFile([failing], at()), 'DTSTART')).toEqual(['DTSTART;VALUE=DATE:20270302']);
	});

	it('keeps its lines within 75 bytes', () => {
		const long = connectionRow({ id: 'x', username: 'ü'.repeat(120) });
		const lines = calendarFile([long], at()).split('\r\n');
		expect(Math.max(...lines.map((one) => Buffer.byteLength(one)))).toBeLessThanOrEqual(75);
	});
});
