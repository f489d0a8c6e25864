import { expect, it } from 'vitest';
import type { ConnectionView } from '../view.ts';
import { lifeOf } from './life.ts';

const NOW = '2027-01-12T16:00:00.000Z';
const at = (days: number) => new Date(Date.parse(NOW) + days * 86_400_000).toISOString();
const life = (status: ConnectionView['status'], expiresAt: string | null) =>
	lifeOf({ provider: 'instagram', status, expiresAt, nextRefreshAt: null } as ConnectionView, NOW);

it('shows the share of sixty days, and hours on the last day', () => {
	expect(life('healthy', at(30))).toEqual({
		share: 0.5,
		number: '30',
		unit: 'days left',
		label: '30 days left'
	});
	expect(life('warning', at(0.25))).toMatchObject({ number: '6', unit: 'hours left' });
});

it('shows nothing left where the token is dead, whatever its date says', () => {
	expect(life('needs_reconnect', at(30))).toMatchObject({
		share: 0,
		number: '0',
		unit: 'days left'
	});
	expect(life('disconnected', null)).toMatchObject({ share: 0, unit: 'erased' });
});

const page = { provider: 'facebook', status: 'healthy', expiresAt: null } as ConnectionView;

it.each([
	[at(46), 46 / 60, '46', '46 days to the next sign-in'],
	[at(0.5), 0.5 / 60, '1', '1 day to the next sign-in'],
	[at(-1), 0, '0', 'A sign-in is due']
])('of Facebook Login counts the days to the next sign-in: %s', (by, share, number, label) => {
	expect(lifeOf(page, NOW, by)).toEqual({ share, number, unit: 'to sign-in', label });
});

it.each([
	[at(1), 'End not known until tomorrow'],
	[at(0.1), 'End not known until later today'],
	[at(5), 'End not known until 17 Jan'],
	[null, 'End not known yet']
])('says until when the end is not known: %s', (nextRefreshAt, label) => {
	const imported = {
		provider: 'instagram',
		status: 'healthy',
		expiresAt: null,
		nextRefreshAt
	} as ConnectionView;
	expect(lifeOf(imported, NOW).label).toBe(label);
});

it('is never below nothing', () => {
	expect(life('warning', at(-3))).toMatchObject({ share: 0, number: '0', unit: 'days left' });
});

it('is full where there is no end, or none is told yet', () => {
	expect(life('healthy', null)).toMatchObject({ share: 1, number: '?' });
	expect(lifeOf(page, NOW)).toMatchObject({ share: 1, unit: 'no end' });
});
