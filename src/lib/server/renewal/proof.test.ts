import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	refusal,
	renewalWorld,
	type RenewalWorld,
	START
} from '../../../../tests/support/renewal-world.ts';
import { days, hours, minutes } from '../clock.ts';
import { CouldNotSend, UnexpectedAnswer } from '../meta/errors.ts';

let world: RenewalWorld;
beforeEach(async () => {
	world = renewalWorld();
	await world.add();
	world.clock.time = START + days(7);
});
afterEach(() => world.close());

describe('a token that is not proved yet', () => {
	beforeEach(async () => {
		world.meta.fault.me = new CouldNotSend('timeout');
		await world.tick();
		world.meta.fault = {};
		world.clock.time += minutes(15);
	});

	it('is proved at the next attempt, and not renewed again', async () => {
		expect(await world.tick()).toBe('checked');
		expect(await world.row()).toMatchObject({
			previousTokenSealed: null,
			nextAttemptAt: START + days(14),
			failures: 0
		});
		expect(world.refresh).toHaveBeenCalledTimes(1);
		expect((await world.ledger()).map(({ outcome }) => outcome)).toEqual(['renewed', 'checked']);
	});

	it('gives way to the previous one when it is dead', async () => {
		world.meta.alive.delete('IGAAa-1');
		expect(await world.tick()).toBe('rejected');
		expect(await world.tokenOf()).toBe('IGAAa-0');
		expect(await world.row()).toMatchObject({ issuedAt: START, endedCause: null });
	});

	it('is not shown to refresh any more once /me called it dead', async () => {
		world.clock.time += days(2);
		world.meta.fault.me = refusal(190);
		expect(await world.tick()).toBe('rejected');
		expect(world.refresh).toHaveBeenCalledTimes(1);
		expect(await world.tokenOf()).toBe('IGAAa-0');
	});

	it('gives way to the previous one when it answers for another account', async () => {
		world.meta.strangerAccount = 'b';
		world.meta.username = 'somebody.else';
		expect(await world.tick()).toBe('rejected');
		expect(await world.tokenOf()).toBe('IGAAa-0');
		expect((await world.row()).username).toBe('ada.draws');
	});

	it('called dead while it lives and the one before it does not, is taken up again: neither is dropped', async () => {
		world.meta.alive.delete('IGAAa-0');
		world.meta.fault.me = refusal(190);
		expect(await world.tick()).toBe('rejected');
		expect(await world.tokenOf()).toBe('IGAAa-0');
		world.clock.time += minutes(15);
		expect(await world.tick()).toBe('rejected');
		expect(await world.row()).toMatchObject({ endedCause: 'token_ended' });
		expect([await world.tokenOf(), await world.previousOf()]).toEqual(['IGAAa-1', 'IGAAa-0']);
		world.meta.fault = {};
		world.clock.time += hours(1);
		expect(await world.tick()).toBe('checked');
		expect(await world.tokenOf()).toBe('IGAAa-1');
		expect(await world.row()).toMatchObject({ endedCause: null, previousTokenSealed: null });
	});

	it('and the one before it are asked for in turn while both are called dead, and the end stays one', async () => {
		world.meta.fault.me = refusal(190);
		const asked = () => world.readProfile.mock.lastCall?.[0];
		await world.tick();
		world.clock.time += minutes(15);
		await world.tick();
		const { endedAt } = await world.row();
		const seen: unknown[] = [];
		for (const wait of [hours(1), days(1), days(1)]) {
			world.clock.time += wait;
			expect(await world.tick()).toBe('rejected');
			const nextAttemptAt = world.clock.time + days(1);
			expect(await world.row()).toMatchObject({
				endedCause: 'token_ended',
				endedAt,
				nextAttemptAt
			});
			seen.push(asked());
		}
		expect(seen).toEqual(['IGAAa-1', 'IGAAa-0', 'IGAAa-1']);
	});

	it('called dead and then proved by /me lives, though its renewal comes to nothing', async () => {
		world.meta.alive.delete('IGAAa-0');
		world.meta.fault.me = refusal(190);
		await world.tick();
		world.clock.time += minutes(15);
		await world.tick();
		world.clock.time += days(1);
		await world.tick();
		world.meta.fault = { refresh: new CouldNotSend('timeout') };
		world.clock.time += days(1);
		for (let looks = 0; looks < 2 && (await world.row()).endedCause !== null; looks += 1) {
			expect(await world.row()).toMatchObject({ endedCause: 'token_ended' });
			expect(['transient', 'rejected']).toContain(await world.tick());
			world.clock.time += days(1);
		}
		expect(await world.row()).toMatchObject({ endedCause: null, failures: 1 });
		expect(await world.tokenOf()).toBe('IGAAa-1');
	});

	it('keeps the previous one for as long as nothing is known', async () => {
		world.meta.fault.me = new UnexpectedAnswer('HTML', 502);
		expect(await world.tick()).toBe('transient');
		expect(await world.previousOf()).toBe('IGAAa-0');
		expect(await world.row()).toMatchObject({ failures: 1, failingCause: 'meta_down' });
	});

	it('is proved before it is renewed a day later', async () => {
		world.clock.time += days(2);
		expect(await world.tick()).toBe('renewed');
		expect(world.readProfile.mock.calls.map(([token]) => token)).toEqual([
			'IGAAa-1',
			'IGAAa-1',
			'IGAAa-2'
		]);
		expect(await world.row()).toMatchObject({ previousTokenSealed: null });
	});

	it('ends for good when it answered /me and refresh then says that it is dead', async () => {
		world.clock.time += days(2);
		world.meta.fault.refresh = refusal(190);
		await world.tick();
		expect(await world.row()).toMatchObject({
			endedCause: 'token_ended',
			previousTokenSealed: null
		});
	});

	it('a day later, unproved still, falls back when refresh says that it is dead', async () => {
		world.clock.time += days(2);
		world.meta.fault = { me: new CouldNotSend('timeout'), refresh: refusal(190) };
		await world.tick();
		expect(await world.tokenOf()).toBe('IGAAa-0');
		expect((await world.row()).endedCause).toBeNull();
	});

	it('replaces the previous one by itself when it is renewed unproved', async () => {
		world.clock.time += days(2);
		world.meta.fault.me = new CouldNotSend('timeout');
		expect(await world.tick()).toBe('renewed');
		expect(await world.tokenOf()).toBe('IGAAa-2');
		expect(await world.previousOf()).toBe('IGAAa-1');
	});
});
