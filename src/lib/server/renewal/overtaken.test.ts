import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	refusal,
	renewalWorld,
	type RenewalWorld,
	START
} from '../../../../tests/support/renewal-world.ts';
import { days, minutes, seconds } from '../clock.ts';
import { claimDue, LEASE } from './queue.ts';
import { renew } from './renew.ts';
import { createSweep } from './sweep.ts';

let world: RenewalWorld;
beforeEach(async () => {
	world = renewalWorld();
	await world.add();
	world.clock.time = START + days(7);
});
afterEach(() => world.close());

describe('a renewal that was overtaken', () => {
	it.each([
		['by a disconnect', { disconnectedAt: START, tokenSealed: null }],
		['by a reconnect', { tokenVersion: 2, leaseOwner: null, leaseUntil: null }],
		['by another lease', { leaseOwner: 'other' }]
	])('%s stores neither token nor line', async (_name, facts) => {
		world.meta.during = (call) =>
			call === 'refresh' ? world.change(facts) : Promise.resolve(undefined);
		expect(await world.tick()).toBe('overtaken');
		expect(await world.row()).toMatchObject(facts);
		expect(await world.ledger()).toEqual([]);
		expect(world.log.warn).toHaveBeenCalledTimes(1);
	});

	it('by a reconnect does not end the new token with the answer about the old one', async () => {
		world.meta.fault.refresh = refusal(190);
		world.meta.during = () => world.change({ tokenVersion: 2 });
		expect(await world.tick()).toBe('overtaken');
		expect((await world.row()).endedCause).toBeNull();
	});

	it('never lets two save when the answer outlasts the lease', async () => {
		let release = () => undefined as unknown;
		const slow = new Promise((resolve) => (release = () => resolve(undefined)));
		world.meta.during = (call) => (call === 'refresh' ? slow : Promise.resolve(undefined));
		const late = world.tick();
		await expect.poll(() => world.refresh.mock.calls.length).toBe(1);
		world.clock.time += seconds(61);
		world.meta.during = () => Promise.resolve(undefined);
		const other = world.otherProcess();
		const claim = { now: world.clock.time, owner: 'second', leaseMs: LEASE };
		const leased = await claimDue(other.db, claim, 7);
		if (!leased) throw new Error('the lease did not run out');
		expect(await renew(other, leased, 'schedule')).toBe('renewed');
		const stored = await world.tokenOf();
		release();
		expect(await late).toBe('overtaken');
		expect(await world.tokenOf()).toBe(stored);
		expect(await world.ledger()).toHaveLength(1);
	});
});

describe('a process that is killed', () => {
	/** The first call of this kind never comes back, as for a process that is gone. */
	async function killDuring(step: 'refresh' | 'me') {
		world.meta.during = (call) =>
			call === step ? new Promise(() => undefined) : Promise.resolve();
		void world.tick();
		const calls = step === 'refresh' ? world.refresh : world.readProfile;
		await expect.poll(() => calls.mock.calls.length).toBe(1);
		world.meta.during = () => Promise.resolve(undefined);
	}
	const next = () => createSweep(world.otherProcess()).run();

	it('while Meta has the request leaves the old token, renewed after the lease', async () => {
		await killDuring('refresh');
		expect((await next()).attempts).toBe(0);
		expect(await world.tokenOf()).toBe('IGAAa-0');
		world.clock.time += seconds(60);
		expect(await next()).toMatchObject({ attempts: 1, renewed: 1 });
		expect(await world.row()).toMatchObject({ leaseOwner: null, tokenVersion: 2 });
	});

	it('before the proof leaves both tokens, and the next one proves without renewing', async () => {
		await killDuring('me');
		expect(await world.tokenOf()).toBe('IGAAa-1');
		expect(await world.previousOf()).toBe('IGAAa-0');
		world.clock.time += seconds(60);
		expect((await next()).attempts).toBe(0);
		world.clock.time += minutes(14);
		expect(await next()).toMatchObject({ attempts: 1, checked: 1 });
		expect(world.refresh).toHaveBeenCalledTimes(1);
		expect(await world.row()).toMatchObject({ previousTokenSealed: null, leaseOwner: null });
	});
});
