import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	refusal,
	renewalWorld,
	type RenewalWorld,
	START
} from '../../../../tests/support/renewal-world.ts';
import { days, hours, minutes } from '../clock.ts';
import { CouldNotSend } from '../meta/errors.ts';
import { tokenVault } from '../vault/token-vault.ts';
import { currentToken } from './current-token.ts';
import { renewNow } from './renew-now.ts';

let world: RenewalWorld;
beforeEach(async () => {
	world = renewalWorld();
	await world.add();
	world.clock.time = START + days(3);
});
afterEach(() => world.close());

const now = () => renewNow(world.deps, 'a');

describe('a renewal by hand', () => {
	it('does not wait for the date', async () => {
		await now();
		expect(await world.tokenOf()).toBe('IGAAa-1');
		expect(await world.ledger()).toMatchObject([{ trigger: 'manual', outcome: 'renewed' }]);
	});

	it('resolves whatever Meta says', async () => {
		world.meta.fault.refresh = new CouldNotSend('timeout');
		await now();
		expect(await world.ledger()).toMatchObject([{ trigger: 'manual', outcome: 'transient' }]);
	});

	it('heals a connection that had ended', async () => {
		await world.change({ endedCause: 'checkpoint', endedAt: START, nextAttemptAt: null });
		await now();
		expect(await world.row()).toMatchObject({
			endedCause: null,
			endedAt: null,
			nextAttemptAt: world.clock.time + days(7)
		});
	});

	it('of an ended connection that fails leaves it ended, since when it was', async () => {
		await world.change({ endedCause: 'token_ended', endedAt: START, nextAttemptAt: null });
		world.meta.fault.refresh = new CouldNotSend('timeout');
		await now();
		expect(await world.row()).toMatchObject({ failures: 0, nextAttemptAt: null });
		world.clock.time += minutes(1);
		world.meta.fault.refresh = refusal(190);
		await now();
		expect(await world.row()).toMatchObject({
			endedCause: 'token_ended',
			endedAt: START,
			nextAttemptAt: null,
			leaseOwner: null
		});
		world.clock.time += minutes(1);
		world.meta.fault.refresh = refusal(190, { subcode: 458 });
		await now();
		expect(await world.row()).toMatchObject({
			endedCause: 'app_removed',
			endedAt: world.clock.time
		});
	});

	it.each([
		['disconnected', { disconnectedAt: START, tokenSealed: null }, 'not_connected'],
		['a day short of a minute old', { issuedAt: START + days(2) + 60_000 }, 'token_too_young'],
		['sealed by another key', { tokenSealed: 'v1.9.x.y.z' }, 'locked']
	])('is refused where it is %s, and Meta is not asked', async (_name, facts, code) => {
		await world.change(facts);
		await expect(now()).rejects.toMatchObject({ code, status: 409 });
		expect(world.refresh).not.toHaveBeenCalled();
		expect(world.readProfile).not.toHaveBeenCalled();
	});

	it.each([
		[hours(2), 'in 22 hours'],
		[hours(2) - 1, 'in 23 hours'],
		[hours(20) + minutes(40), 'in 4 hours'],
		[hours(23), 'in 60 min'],
		[hours(24) - 1, 'in 1 min']
	])('says of a token %i ms old when it will be possible', async (age, words) => {
		await world.change({ issuedAt: world.clock.time - age });
		await expect(now()).rejects.toThrow(words);
	});

	it.each([
		['transient', new CouldNotSend('timeout')],
		['rejected', refusal(190)]
	])('within a minute of one that was %s does not ask Meta', async (outcome, fault) => {
		world.meta.fault.refresh = fault;
		await now();
		expect(await world.ledger()).toMatchObject([{ trigger: 'manual', outcome }]);
		const pressedAt = world.clock.time;
		for (const [passed, retryAfter] of [
			[0, 60],
			[500, 60],
			[minutes(1) - 1, 1]
		] as const) {
			world.clock.time = pressedAt + passed;
			await expect(now()).rejects.toMatchObject({
				code: 'rate_limited',
				status: 429,
				retryAfter,
				message: `Meta was asked about this account less than a minute ago. Try again in ${String(retryAfter)} ${retryAfter === 1 ? 'second' : 'seconds'}.`
			});
		}
		expect(world.refresh).toHaveBeenCalledOnce();
		world.clock.time = pressedAt + minutes(1);
		await now();
		expect(world.refresh).toHaveBeenCalledTimes(2);
	});

	it('waits for no other account, no scheduled renewal, nothing skipped, no consent, and no other clock', async () => {
		world.meta.fault.refresh = new CouldNotSend('timeout');
		await now();
		await world.add('b');
		await renewNow(world.deps, 'b');
		expect(world.refresh).toHaveBeenCalledTimes(2);
		world.clock.time -= minutes(5);
		await now();
		expect(world.refresh).toHaveBeenCalledTimes(3);
		for (const changed of [
			{ trigger: 'schedule' },
			{ outcome: 'skipped' },
			{ trigger: 'connect' }
		] as const) {
			await world.deps.db.updateTable('renewals').set(changed).execute();
			await now();
		}
		expect(world.refresh).toHaveBeenCalledTimes(6);
	});

	it('is refused while locked, without a configured login, and for an unknown id', async () => {
		world.deps.vault = tokenVault(null);
		await expect(now()).rejects.toMatchObject({ code: 'locked' });
		world.deps.vault = world.vault;
		world.deps.providers = {};
		await expect(now()).rejects.toMatchObject({ code: 'not_configured' });
		await expect(renewNow(world.deps, 'unknown')).rejects.toMatchObject({ code: 'not_found' });
	});

	it('joins the renewal that is under way', async () => {
		let open = () => undefined as unknown;
		const closed = new Promise((resolve) => (open = () => resolve(undefined)));
		world.meta.during = () => closed;
		world.deps.sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms / 50));
		const both = Promise.all([now(), now(), now()]);
		await expect.poll(() => world.refresh.mock.calls.length).toBe(1);
		await new Promise((resolve) => setTimeout(resolve, 30));
		open();
		await both;
		expect(world.refresh).toHaveBeenCalledTimes(1);
		expect(await world.ledger()).toHaveLength(1);
	});

	it.each(['refresh', 'me'] as const)(
		'joins that of another process while Meta has its %s',
		async (call) => {
			let open = () => undefined as unknown;
			const closed = new Promise((resolve) => (open = () => resolve(undefined)));
			world.meta.during = (asked) => (asked === call ? closed : Promise.resolve());
			const other = renewNow(world.otherProcess(), 'a');
			const asked = call === 'refresh' ? world.refresh : world.readProfile;
			await expect.poll(() => asked.mock.calls.length).toBe(1);
			world.deps.sleep = () => {
				open();
				return other;
			};
			await now();
			expect(world.refresh).toHaveBeenCalledTimes(1);
			expect(await world.ledger()).toHaveLength(1);
		}
	);

	it.each([
		['ran out', 0],
		['a clock that went back has left', minutes(2)]
	])('of a young token is refused where the lease %s', async (_name, left) => {
		await world.change({
			issuedAt: world.clock.time - hours(1),
			leaseOwner: 'x',
			leaseUntil: world.clock.time + left
		});
		await expect(now()).rejects.toMatchObject({ code: 'token_too_young' });
		expect(world.readProfile).not.toHaveBeenCalled();
	});

	it('takes over what a killed process left, once its lease runs out meanwhile', async () => {
		await world.change({ leaseOwner: 'killed', leaseUntil: world.clock.time + minutes(0.3) });
		world.deps.sleep = (ms) => Promise.resolve((world.clock.time += ms));
		await now();
		expect(await world.ledger()).toMatchObject([{ trigger: 'manual', outcome: 'renewed' }]);
	});

	it('resolves when the connection is let go while it waits', async () => {
		await world.change({ leaseOwner: 'x', leaseUntil: world.clock.time + minutes(1) });
		world.deps.sleep = () =>
			world.change({ disconnectedAt: START, tokenSealed: null, leaseOwner: null });
		await now();
		expect(world.refresh).not.toHaveBeenCalled();
		expect(await world.ledger()).toEqual([]);
	});

	it('waits 25 s at most for a lease that nobody lets go', async () => {
		await world.change({ leaseOwner: 'gone', leaseUntil: world.clock.time + minutes(1) });
		let waited = 0;
		world.deps.sleep = (ms) => Promise.resolve((waited += ms));
		await now();
		expect(waited).toBeGreaterThanOrEqual(25_000);
		expect(waited).toBeLessThan(26_000);
		expect(world.refresh).not.toHaveBeenCalled();
	});
});

describe('the current token', () => {
	const current = (id = 'a') => currentToken(world.deps, id);

	it('is the stored one while it is not due', async () => {
		expect(await current()).toEqual({ token: 'IGAAa-0', expiresAt: START + days(60) });
		expect(world.refresh).not.toHaveBeenCalled();
	});

	it('is renewed first when it is due', async () => {
		world.clock.time = START + days(7);
		expect(await current()).toEqual({ token: 'IGAAa-1', expiresAt: world.clock.time + days(60) });
	});

	it('is the stored one when Meta does not answer, until it has expired', async () => {
		world.clock.time = START + days(59);
		world.meta.fault.refresh = new CouldNotSend('timeout');
		expect(await current()).toMatchObject({ token: 'IGAAa-0' });
		world.clock.time = START + days(60);
		expect(await current()).toEqual({ reason: 'expired' });
	});

	it('is none once Meta has ended it', async () => {
		world.clock.time = START + days(7);
		world.meta.fault.refresh = refusal(190);
		expect(await current()).toEqual({ reason: 'needs_reconnect' });
		expect(await current()).toEqual({ reason: 'needs_reconnect' });
		expect(world.refresh).toHaveBeenCalledTimes(1);
	});

	it('is none where there is no connection, or no key', async () => {
		expect(await current('unknown')).toEqual({ reason: 'unknown' });
		await world.change({ disconnectedAt: START, tokenSealed: null });
		expect(await current()).toEqual({ reason: 'not_connected' });
		await world.add('b', { tokenSealed: 'v1.9.x.y.z' });
		expect(await current('b')).toEqual({ reason: 'locked' });
		await world.add('c');
		world.deps.vault = tokenVault(null);
		expect(await current('c')).toEqual({ reason: 'locked' });
	});
});
