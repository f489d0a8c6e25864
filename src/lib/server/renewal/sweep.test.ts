import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	refusal,
	renewalWorld,
	type RenewalWorld,
	START
} from '../../../../tests/support/renewal-world.ts';
import { days, hours, minutes, seconds } from '../clock.ts';
import { CouldNotSend } from '../meta/errors.ts';
import { tokenVault } from '../vault/token-vault.ts';
import { claimDue, LEASE } from './queue.ts';
import { createSweep } from './sweep.ts';

let world: RenewalWorld;
beforeEach(() => {
	world = renewalWorld();
	world.clock.time = START + days(7);
});
afterEach(() => world.close());

const addMany = async (count: number) => {
	for (let made = 0; made < count; made += 1) await world.add(`c${String(made)}`);
};
const sweep = () => createSweep(world.deps);
/** A gate that holds every refresh until it is opened. */
function gate() {
	let open = () => undefined as unknown;
	const closed = new Promise((resolve) => (open = () => resolve(undefined)));
	world.meta.during = (call) => (call === 'refresh' ? closed : Promise.resolve(undefined));
	return () => open();
}
const underWay = () => world.refresh.mock.calls.length;

/**
 * What holds after every fault: the file is whole, no lease is left, the stored token is alive, and
 * nothing ended without Meta's word.
 */
async function expectAllWell() {
	expect(world.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
	expect(world.sqlite.pragma('foreign_key_check')).toEqual([]);
	const rows = await world.db.selectFrom('connections').selectAll().execute();
	for (const row of rows) {
		expect(row.endedCause).toBeNull();
		expect(row.leaseOwner).toBeNull();
		expect(world.meta.alive.get((await world.tokenOf(row.id)) ?? '')).toBe(row.accountId);
	}
}

describe('a sweep', () => {
	it('renews 500 due connections with one refresh each, four processes at once', async () => {
		await addMany(500);
		world.meta.oldOnesDie = true;
		const processes = [
			world.deps,
			world.otherProcess(),
			world.otherProcess(),
			world.otherProcess()
		];
		const tallies = await Promise.all(processes.map((deps) => createSweep(deps).run()));
		expect(tallies.reduce((sum, { renewed }) => sum + renewed, 0)).toBe(500);
		expect(underWay()).toBe(500);
		expect(new Set(world.refresh.mock.calls.map(([token]) => token)).size).toBe(500);
		const lines = await world.db.selectFrom('renewals').select('outcome').execute();
		expect(lines).toHaveLength(500);
		await expectAllWell();
	});

	it('works on eight at a time', async () => {
		await addMany(20);
		const open = gate();
		const run = sweep().run();
		await expect.poll(underWay).toBe(8);
		await new Promise((resolve) => setTimeout(resolve, 30));
		expect(underWay()).toBe(8);
		open();
		expect((await run).attempts).toBe(20);
	});

	it('does not let bad accounts stop the rest', async () => {
		await addMany(30);
		world.meta.alive.delete('IGAAc3-0');
		world.deps.vault = {
			...world.vault,
			open: (sealed, place) => {
				if ('connectionId' in place && place.connectionId === 'c5') throw new TypeError('broken');
				return world.vault.open(sealed, place);
			}
		};
		expect(await sweep().run()).toMatchObject({
			attempts: 30,
			renewed: 28,
			rejected: 1,
			crashed: 1
		});
	});

	it('that is asked for twice is one', async () => {
		await addMany(3);
		const one = sweep();
		const runs = [one.run(), one.run()];
		expect(one.running).toBe(true);
		const [first, second] = await Promise.all(runs);
		expect(first).toBe(second);
		expect(underWay()).toBe(3);
		expect(one.running).toBe(false);
		expect((await one.run()).attempts).toBe(0);
	});

	it('claims nothing after a stop, which waits for what is under way', async () => {
		await addMany(20);
		const open = gate();
		const one = sweep();
		const run = one.run();
		await expect.poll(underWay).toBe(8);
		let isStopped = false;
		const stopped = one.stop().then(() => (isStopped = true));
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(isStopped).toBe(false);
		open();
		await stopped;
		expect((await run).renewed).toBe(8);
		expect((await one.run()).attempts).toBe(0);
		expect(underWay()).toBe(8);
	});

	it('does nothing while the vault is locked', async () => {
		await addMany(1);
		world.deps.vault = tokenVault(null);
		expect((await sweep().run()).attempts).toBe(0);
		expect(await world.row('c0')).toMatchObject({ leaseOwner: null, unreadable: 0 });
	});

	it('takes up again what a killed process left, once its lease is over', async () => {
		await world.add();
		const claim = { now: world.clock.time, owner: 'killed', leaseMs: LEASE };
		await claimDue(world.otherProcess().db, claim, 7);
		expect((await sweep().run()).attempts).toBe(0);
		world.clock.time += seconds(60);
		expect((await sweep().run()).renewed).toBe(1);
	});

	it('lives through 61 days with eight renewals', async () => {
		await world.add();
		for (let lived = 0; lived < 61 * 4; lived += 1) {
			world.clock.time = START + lived * hours(6);
			await sweep().run();
		}
		expect(await world.ledger()).toHaveLength(8);
		await expectAllWell();
	});
});

describe('a clock that jumps', () => {
	it.each([
		['an hour', hours(1)],
		['30 days', days(30)],
		['61 days', days(61)],
		['ten years', days(3650)]
	])('%s forward ends nothing, with Meta there or not', async (_name, leap) => {
		await addMany(5);
		world.clock.time += leap;
		world.meta.fault.refresh = new CouldNotSend('network');
		await sweep().run();
		await expectAllWell();
		world.meta.fault = {};
		world.clock.time += days(1);
		expect((await sweep().run()).renewed).toBe(5);
		// One refresh for each of the two days, and no more.
		expect(underWay()).toBe(10);
		await expectAllWell();
	});

	it.each([
		['an hour', hours(1)],
		['30 days', days(30)],
		['61 days', days(61)],
		['ten years', days(3650)]
	])(
		'%s back asks Meta once at most, and renews when the time is right again',
		async (_n, leap) => {
			await world.add();
			world.clock.time -= leap;
			for (let tick = 0; tick < 20; tick += 1) {
				await sweep().run();
				world.clock.time += minutes(1);
			}
			expect(underWay()).toBeLessThanOrEqual(1);
			await expectAllWell();
			world.clock.time = START + days(8);
			await sweep().run();
			expect((await world.row()).expiresAt).toBe(world.clock.time + days(60));
			await expectAllWell();
		}
	);

	it.each([
		['an hour', hours(1)],
		['30 days', days(30)],
		['ten years', days(3650)]
	])('%s back and forth neither storms nor forgets', async (_name, leap) => {
		await world.add();
		world.clock.time += leap;
		await sweep().run();
		world.clock.time -= leap;
		for (let tick = 0; tick < 20; tick += 1) {
			await sweep().run();
			world.clock.time += minutes(1);
		}
		expect(underWay()).toBeLessThanOrEqual(2);
		world.clock.time += days(46);
		await sweep().run();
		expect((await world.row()).expiresAt).toBe(world.clock.time + days(60));
		await expectAllWell();
	});

	it('back leaves no lease for ever', async () => {
		await world.add();
		await world.change({ leaseOwner: 'gone', leaseUntil: world.clock.time + days(30) });
		expect((await sweep().run()).renewed).toBe(1);
	});

	it('in the middle of a sweep makes nobody ask Meta twice', async () => {
		await addMany(40);
		world.meta.oldOnesDie = true;
		world.meta.during = () => {
			world.clock.time += minutes(5);
			return new Promise((resolve) => setTimeout(resolve, 1));
		};
		await Promise.all([sweep().run(), sweep().run()]);
		expect(new Set(world.refresh.mock.calls.map(([token]) => token)).size).toBe(underWay());
		world.meta.during = () => Promise.resolve(undefined);
		await sweep().run();
		await expectAllWell();
		const lines = await world.db.selectFrom('renewals').select('outcome').execute();
		expect(lines.filter(({ outcome }) => outcome === 'renewed')).toHaveLength(40);
	});
});

it('keeps going for the others while Meta refuses one of them', async () => {
	await addMany(2);
	world.meta.during = () => Promise.resolve(undefined);
	world.meta.fault.refresh = refusal(4);
	expect(await sweep().run()).toMatchObject({ attempts: 2, transient: 2 });
	await expectAllWell();
});
