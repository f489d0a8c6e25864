import { afterEach, beforeEach, expect, it } from 'vitest';
import { renewalWorld, type RenewalWorld, START } from '../../../../tests/support/renewal-world.ts';
import { days, minutes, seconds } from '../clock.ts';
import { createSweep } from './sweep.ts';

let world: RenewalWorld;
/** What the renewal waits for, in milliseconds; each wait ends when a test says so. */
let waits: { ms: number; end: () => void }[];
const turn = () => new Promise((resolve) => setImmediate(resolve));
const wait = (ms: number) =>
	new Promise<void>((resolve) => {
		if (ms < seconds(30)) resolve();
		else waits.push({ ms, end: resolve });
	});

beforeEach(async () => {
	waits = [];
	world = renewalWorld();
	world.deps.sleep = wait;
	await world.add();
	world.clock.time = START + days(7);
	world.meta.oldOnesDie = true;
	world.meta.during = (call) => {
		if (call === 'refresh') world.sqlite.pragma('query_only = 1');
		return Promise.resolve();
	};
});
afterEach(() => world.close());

it('a token that the disk does not take is held until it does', async () => {
	expect(await world.tick()).toBe('crashed');
	for (let minute = 0; minute < 90; minute += 1) {
		await turn();
		expect(waits).toMatchObject([{ ms: minutes(1) }]);
		world.clock.time += minutes(1);
		if (minute === 89) world.sqlite.pragma('query_only = 0');
		waits.shift()?.end();
	}
	await turn();
	expect(await world.tokenOf()).toBe('IGAAa-1');
	expect(waits).toEqual([]);
	world.meta.during = () => Promise.resolve();
	world.clock.time += minutes(15);
	expect(await world.tick()).toBe('checked');
	expect(await world.row()).toMatchObject({ endedCause: null, failures: 0 });
});

it('meanwhile nobody asks Meta for another', async () => {
	expect(await world.tick()).toBe('crashed');
	world.sqlite.pragma('query_only = 0');
	world.clock.time += minutes(5);
	expect(await world.tick()).toBe('idle');
	expect(world.refresh).toHaveBeenCalledTimes(1);
	waits.shift()?.end();
	await turn();
	expect(await world.tokenOf()).toBe('IGAAa-1');
});

it('what was connected anew meanwhile stays', async () => {
	expect(await world.tick()).toBe('crashed');
	world.sqlite.pragma('query_only = 0');
	await world.change({ tokenVersion: 9 });
	waits.shift()?.end();
	await turn();
	expect(await world.tokenOf()).toBe('IGAAa-0');
	expect(waits).toEqual([]);
});

it('a stop soon after the disk was made free does not lose it', async () => {
	const sweep = createSweep(world.deps);
	await expect(sweep.run()).rejects.toThrow('readonly');
	world.sqlite.pragma('query_only = 0');
	await sweep.stop();
	expect(await world.tokenOf()).toBe('IGAAa-1');
	waits.shift()?.end();
	await turn();
	expect(await world.tokenOf()).toBe('IGAAa-1');
});

it('nor does it keep one from its end while the disk takes nothing', async () => {
	expect(await world.tick()).toBe('crashed');
	await createSweep(world.deps).stop();
	expect(await world.tokenOf()).toBe('IGAAa-0');
});
