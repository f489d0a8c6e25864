import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renewalWorld, type RenewalWorld, START } from '../../../../tests/support/renewal-world.ts';
import { days } from '../clock.ts';
import { ledgerCounts, refreshes } from './ledger.ts';

const NONE = { connected: 0, renewed: 0, checked: 0, refused: 0, unanswered: 0 };

let world: RenewalWorld;
beforeEach(() => {
	world = renewalWorld();
});
afterEach(() => world.close());

describe('the ledger', () => {
	const write = (outcome: 'connected' | 'renewed' | 'transient' | 'skipped' | 'rejected', at = 0) =>
		world.db
			.insertInto('renewals')
			.values({
				connectionId: 'a',
				at: START + at,
				trigger: outcome === 'connected' ? 'connect' : 'schedule',
				outcome,
				code: null,
				expiresBefore: null,
				expiresAfter: START + days(60),
				nextDueAt: START + days(7)
			})
			.execute();

	it('lists the newest first, in the words of the JSON', async () => {
		await world.add();
		await world.add('b');
		await write('connected');
		await write('renewed', 1000);
		expect(await refreshes(world.db, 'a')).toEqual([
			{
				at: '2027-01-01T00:00:01.000Z',
				trigger: 'schedule',
				outcome: 'renewed',
				code: null,
				word: 'Renewed',
				detail: null,
				expiresBefore: null,
				expiresAfter: '2027-03-02T00:00:00.000Z',
				nextDueAt: '2027-01-08T00:00:00.000Z'
			},
			expect.objectContaining({ trigger: 'connect', outcome: 'connected' })
		]);
		expect(await refreshes(world.db, 'a', 1)).toHaveLength(1);
		expect(await refreshes(world.db, 'b')).toEqual([]);
	});

	it('ends after a hundred rows', async () => {
		await world.add();
		for (let at = 0; at < 101; at += 1) await write('renewed', at);
		expect(await refreshes(world.db, 'a')).toHaveLength(100);
	});

	it('counts what Meta was asked, and what it answered', async () => {
		await world.add();
		expect(await ledgerCounts(world.db, 'a')).toEqual(NONE);
		for (const outcome of ['connected', 'renewed', 'transient', 'skipped', 'rejected'] as const) {
			await write(outcome);
		}
		expect(await ledgerCounts(world.db, 'a')).toEqual({
			connected: 1,
			renewed: 1,
			checked: 0,
			refused: 1,
			unanswered: 1
		});
		await world.add('b');
		expect(await ledgerCounts(world.db, 'b')).toEqual(NONE);
	});
});
