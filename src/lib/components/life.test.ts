import { expect, it } from 'vitest';
import type { ConnectionView } from '../view.ts';
import { lifeOf } from './life.ts';

const NOW = '2027-01-12T16:00:00.000Z';
const at = (days: number) => new Date(Date.parse(NOW) + days * 86_400_000).toISOString();
const life = (status: ConnectionView['status'], expiresAt: string | null) =>
	lifeOf({ provider: 'instagram', status, expiresAt } as ConnectionView, NOW);

it('shows the share of sixty days, and hours on the last day', () => {
	expect(life('healthy', at(30))).toEqual({ share: 0.5, number: '30', unit: 'days left' });
	expect(life('warning', at(0.25))).toMatchObject({ number: '6', unit: 'hours left' });
});

it('shows nothing left where the token is dead, whatever its date says', () => {
	expect(life('needs_reconnect', at(30))).toEqual({ share: 0, number: '0', unit: 'days left' });
	expect(life('disconnected', null)).toMatchObject({ share: 0, unit: 'erased' });
});

it('is never below nothing', () => {
	expect(life('warning', at(-3))).toEqual({ share: 0, number: '0', unit: 'days left' });
});

it('is full where there is no end, or none is told yet', () => {
	expect(life('healthy', null)).toMatchObject({ share: 1, unit: 'not told' });
	const page = { provider: 'facebook', status: 'healthy', expiresAt: null } as ConnectionView;
	expect(lifeOf(page, NOW)).toMatchObject({ share: 1, unit: 'no end' });
});
