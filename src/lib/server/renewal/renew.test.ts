import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	refusal,
	renewalWorld,
	type RenewalWorld,
	START
} from '../../../../tests/support/renewal-world.ts';
import { days, hours, minutes, seconds } from '../clock.ts';
import { CouldNotSend, UnexpectedAnswer } from '../meta/errors.ts';

let world: RenewalWorld;
beforeEach(async () => {
	world = renewalWorld();
	await world.add();
	world.clock.time = START + days(7);
});
afterEach(() => world.close());

const last = async () => (await world.ledger()).at(-1);

describe('a renewal', () => {
	it('stores the new token, proves it, and says so in one line', async () => {
		world.meta.username = 'ada.paints';
		expect(await world.tick()).toBe('renewed');
		const now = world.clock.time;
		expect(await world.tokenOf()).toBe('IGAAa-1');
		expect(await world.row()).toMatchObject({
			token_version: 2,
			issued_at: now,
			expires_at: now + days(60),
			next_attempt_at: now + days(7),
			last_refresh_at: now,
			previous_token_sealed: null,
			lease_owner: null,
			lease_until: null,
			username: 'ada.paints',
			account_type: 'creator'
		});
		expect(await world.ledger()).toMatchObject([
			{
				at: now,
				trigger: 'schedule',
				outcome: 'renewed',
				code: null,
				expires_before: START + days(60),
				expires_after: now + days(60),
				next_due_at: now + days(7)
			}
		]);
		expect(world.refresh).toHaveBeenCalledWith('IGAAa-0', { timeoutMs: 15_000 });
		expect(world.readProfile).toHaveBeenCalledWith('IGAAa-1', { timeoutMs: 15_000 });
	});

	it('counts the same string as a success with nothing to fall back on', async () => {
		world.meta.rotates = false;
		expect(await world.tick()).toBe('renewed');
		expect(await world.tokenOf()).toBe('IGAAa-0');
		expect(await world.row()).toMatchObject({
			expires_at: world.clock.time + days(60),
			previous_token_sealed: null
		});
	});

	it('ends the connection when the same string is dead at once', async () => {
		world.meta.rotates = false;
		world.meta.fault.me = refusal(190, { subcode: 460 });
		await world.tick();
		expect(await world.row()).toMatchObject({ ended_cause: 'password_changed' });
	});

	it('needs no proof of the same string when /me is down', async () => {
		world.meta.rotates = false;
		world.meta.fault.me = new CouldNotSend('timeout');
		await world.tick();
		expect((await world.row()).next_attempt_at).toBe(world.clock.time + days(7));
	});

	it('takes a shorter life as Meta says it', async () => {
		world.meta.expiresIn = 86_400 * 4;
		await world.tick();
		expect(await world.row()).toMatchObject({
			expires_at: world.clock.time + days(4),
			next_attempt_at: world.clock.time + days(2)
		});
	});

	it('clears failures and even an end once it succeeds', async () => {
		await world.change({
			failures: 4,
			failing_since: START,
			failing_cause: 'unreachable',
			ended_cause: null,
			unreadable: 1
		});
		await world.tick();
		expect(await world.row()).toMatchObject({
			failures: 0,
			failing_since: null,
			failing_cause: null,
			unreadable: 0
		});
	});

	it('makes a last attempt for a token that looks expired', async () => {
		world.clock.time = START + days(61);
		expect(await world.tick()).toBe('renewed');
	});

	it('of a young token only asks whether it is alive', async () => {
		await world.change({ issued_at: world.clock.time - hours(23) });
		expect(await world.tick()).toBe('checked');
		expect(world.refresh).not.toHaveBeenCalled();
		expect(await last()).toMatchObject({ outcome: 'checked' });
		expect((await world.row()).next_attempt_at).toBeGreaterThan(world.clock.time);
	});

	it('of a login without renewal only asks whether it is alive', async () => {
		Object.assign(world.provider, { refresh: null });
		expect(await world.tick()).toBe('checked');
		expect((await world.row()).next_attempt_at).toBe(world.clock.time + days(1));
	});
});

/** Every fault, as meta/ hands it on, and what it must come to. */
const PASSING = [
	['timeout', new CouldNotSend('timeout'), 'unreachable'],
	['reset', new CouldNotSend('network', 'ECONNRESET'), 'unreachable'],
	['HTML under 502', new UnexpectedAnswer('HTML', 502), 'unreachable'],
	['HTML under 200', new UnexpectedAnswer('HTML', 200), 'unexpected'],
	['truncated JSON', new UnexpectedAnswer('no JSON', 200), 'unexpected'],
	['a redirect', new UnexpectedAnswer('a redirect', 302), 'unexpected'],
	['429 without a body', new UnexpectedAnswer('nothing', 429), 'throttled'],
	['code 1', refusal(1), 'unreachable'],
	['code 2', refusal(2), 'unreachable'],
	['a dead token under 503', refusal(190, { httpStatus: 503 }), 'unreachable'],
	['a dead token called transient', refusal(190, { isTransient: true }), 'unreachable'],
	['a dead token under 200', refusal(190, { httpStatus: 200 }), 'unexpected'],
	['code 4', refusal(4), 'throttled'],
	['code 17', refusal(17), 'throttled'],
	['code 613', refusal(613), 'throttled'],
	['code 80002', refusal(80_002), 'throttled'],
	['an unknown refusal', refusal(100), 'unexpected'],
	['a fault of our own', new TypeError('broken'), 'unexpected'],
	['something thrown that is no error', 'text', 'unexpected']
] as const;

const DEFINITE = [
	['190 with subcode 0', refusal(190, { subcode: 0, words: 'Session has expired' }), 'expired'],
	['463', refusal(190, { subcode: 463 }), 'expired'],
	['460', refusal(190, { subcode: 460 }), 'password_changed'],
	['458', refusal(190, { subcode: 458 }), 'app_removed'],
	['459', refusal(190, { subcode: 459 }), 'checkpoint'],
	['464', refusal(190, { subcode: 464 }), 'unconfirmed'],
	['467', refusal(190, { subcode: 467 }), 'token_ended'],
	['102', refusal(102), 'token_ended']
] as const;

const REFUSING_APP = [
	[
		'no tester role',
		refusal(100, { words: 'Unsupported request - method type: get' }),
		'not_a_tester'
	],
	['code 10', refusal(10), 'app_not_permitted'],
	['code 200', refusal(200, { httpStatus: 403 }), 'app_not_permitted']
] as const;

describe('a fault of refresh', () => {
	it.each(PASSING)('%s: nothing is stored, and it is tried again', async (_name, fault, cause) => {
		const sealed = (await world.row()).token_sealed;
		world.meta.fault.refresh = fault;
		expect(await world.tick()).toBe('transient');
		expect(await world.row()).toMatchObject({
			token_sealed: sealed,
			token_version: 1,
			expires_at: START + days(60),
			failures: 1,
			failing_since: world.clock.time,
			failing_cause: cause,
			ended_cause: null,
			next_attempt_at: world.clock.time + minutes(15),
			lease_owner: null
		});
		expect(await world.ledger()).toMatchObject([{ outcome: 'transient', expires_after: null }]);
	});

	it.each(DEFINITE)('%s: the end, and the sealed token stays', async (_name, fault, cause) => {
		world.meta.fault.refresh = fault;
		expect(await world.tick()).toBe('rejected');
		expect(await world.row()).toMatchObject({
			ended_cause: cause,
			ended_at: world.clock.time,
			next_attempt_at: null,
			lease_owner: null
		});
		expect(await world.tokenOf()).toBe('IGAAa-0');
		expect(await last()).toMatchObject({ outcome: 'rejected', next_due_at: null });
		expect(await world.tick()).toBe('idle');
		const audit = await world.db.selectFrom('audit_log').selectAll().execute();
		expect(audit).toMatchObject([{ kind: 'connection_ended', connection_id: 'a' }]);
	});

	it.each(REFUSING_APP)('%s: refused, and asked daily', async (_name, fault, cause) => {
		world.meta.fault.refresh = fault;
		expect(await world.tick()).toBe('rejected');
		expect(await world.row()).toMatchObject({
			failing_cause: cause,
			ended_cause: null,
			next_attempt_at: world.clock.time + days(1)
		});
	});

	it('is forgotten at the next success', async () => {
		world.meta.fault.refresh = new CouldNotSend('timeout');
		await world.tick();
		world.meta.fault = {};
		world.clock.time += minutes(15);
		expect(await world.tick()).toBe('renewed');
		expect(await world.row()).toMatchObject({ failures: 0, failing_cause: null });
		expect((await world.ledger()).map(({ outcome }) => outcome)).toEqual(['transient', 'renewed']);
	});

	it('that lasts waits 15 min, 1 h, 6 h, then days, and every 6 h near the end', async () => {
		world.meta.fault.refresh = new CouldNotSend('network');
		const waits = [];
		while (world.clock.time < START + days(60)) {
			await world.tick();
			const next = (await world.row()).next_attempt_at ?? NaN;
			waits.push(next - world.clock.time);
			world.clock.time = next;
		}
		expect(waits.slice(0, 5)).toEqual([minutes(15), hours(1), hours(6), days(1), days(1)]);
		expect(waits.at(-1)).toBe(hours(6));
		expect((await world.row()).failing_since).toBe(START + days(7));
	});

	it('ends as expired only after 30 days of trying past the expiry', async () => {
		world.meta.fault.refresh = new CouldNotSend('network');
		world.clock.time = START + days(61);
		for (let tried = 0; tried < 30; tried += 1) {
			expect(await world.tick()).toBe('transient');
			expect((await world.row()).ended_cause).toBeNull();
			world.clock.time += days(1);
		}
		await world.tick();
		expect(await world.row()).toMatchObject({ ended_cause: 'expired', next_attempt_at: null });
	});
});

describe('a fault of the first /me', () => {
	it.each([...PASSING, ...REFUSING_APP])(
		'%s: the new token is current, the previous one kept',
		async (_name, fault) => {
			world.meta.fault.me = fault;
			expect(await world.tick()).toBe('renewed');
			expect(await world.tokenOf()).toBe('IGAAa-1');
			expect(await world.previousOf()).toBe('IGAAa-0');
			expect(await world.row()).toMatchObject({
				ended_cause: null,
				next_attempt_at: world.clock.time + minutes(15),
				lease_owner: null
			});
			expect(await world.ledger()).toMatchObject([
				{ outcome: 'renewed', next_due_at: world.clock.time + minutes(15) }
			]);
		}
	);

	it.each(DEFINITE)('%s: the previous token is restored', async (_name, fault) => {
		world.meta.fault.me = fault;
		expect(await world.tick()).toBe('rejected');
		expect(await world.tokenOf()).toBe('IGAAa-0');
		expect(await world.row()).toMatchObject({
			issued_at: START,
			expires_at: START + days(60),
			last_refresh_at: null,
			previous_token_sealed: null,
			token_version: 3,
			ended_cause: null,
			failing_cause: 'unexpected',
			next_attempt_at: world.clock.time + minutes(15)
		});
		expect(await world.ledger()).toMatchObject([{ outcome: 'rejected', expires_after: null }]);
	});

	it('restores before it ends: a token that is really dead ends at the next attempt', async () => {
		world.meta.fault.me = refusal(190);
		await world.tick();
		world.meta.alive.clear();
		world.clock.time += minutes(15);
		await world.tick();
		expect((await world.row()).ended_cause).toBe('token_ended');
	});
});

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
			previous_token_sealed: null,
			next_attempt_at: START + days(14),
			failures: 0
		});
		expect(world.refresh).toHaveBeenCalledTimes(1);
		expect((await world.ledger()).map(({ outcome }) => outcome)).toEqual(['renewed', 'checked']);
	});

	it('gives way to the previous one when it is dead', async () => {
		world.meta.alive.delete('IGAAa-1');
		expect(await world.tick()).toBe('rejected');
		expect(await world.tokenOf()).toBe('IGAAa-0');
		expect(await world.row()).toMatchObject({ issued_at: START, ended_cause: null });
	});

	it('keeps the previous one for as long as nothing is known', async () => {
		world.meta.fault.me = new UnexpectedAnswer('HTML', 502);
		expect(await world.tick()).toBe('transient');
		expect(await world.previousOf()).toBe('IGAAa-0');
		expect(await world.row()).toMatchObject({ failures: 1, failing_cause: 'unreachable' });
	});

	it('is proved before it is renewed a day later', async () => {
		world.clock.time += days(2);
		expect(await world.tick()).toBe('renewed');
		expect(world.readProfile.mock.calls.map(([token]) => token)).toEqual([
			'IGAAa-1',
			'IGAAa-1',
			'IGAAa-2'
		]);
		expect(await world.row()).toMatchObject({ previous_token_sealed: null });
	});

	it('ends for good when it answered /me and refresh then says that it is dead', async () => {
		world.clock.time += days(2);
		world.meta.fault.refresh = refusal(190);
		await world.tick();
		expect(await world.row()).toMatchObject({
			ended_cause: 'token_ended',
			previous_token_sealed: null
		});
	});

	it('a day later, unproved still, falls back when refresh says that it is dead', async () => {
		world.clock.time += days(2);
		world.meta.fault = { me: new CouldNotSend('timeout'), refresh: refusal(190) };
		await world.tick();
		expect(await world.tokenOf()).toBe('IGAAa-0');
		expect((await world.row()).ended_cause).toBeNull();
	});

	it('replaces the previous one by itself when it is renewed unproved', async () => {
		world.clock.time += days(2);
		world.meta.fault.me = new CouldNotSend('timeout');
		expect(await world.tick()).toBe('renewed');
		expect(await world.tokenOf()).toBe('IGAAa-2');
		expect(await world.previousOf()).toBe('IGAAa-1');
	});
});

describe('what Meta is not asked about', () => {
	it('is a sealed token that does not open: tried daily', async () => {
		await world.add('b', { next_attempt_at: null });
		await world.change({ token_sealed: (await world.row('b')).token_sealed });
		expect(await world.tick()).toBe('skipped');
		expect(world.refresh).not.toHaveBeenCalled();
		expect(world.readProfile).not.toHaveBeenCalled();
		expect(await world.row()).toMatchObject({
			unreadable: 1,
			next_attempt_at: world.clock.time + days(1),
			failures: 0,
			lease_owner: null
		});
		expect(await last()).toMatchObject({ outcome: 'skipped', code: 'unreadable' });
	});

	it('is a connection whose login is not configured', async () => {
		world.deps.providers = {};
		expect(await world.tick()).toBe('skipped');
		expect(await last()).toMatchObject({ outcome: 'skipped', code: 'not_configured' });
		expect((await world.row()).unreadable).toBe(0);
	});

	it('is a connection whose lease ran out before the call', async () => {
		world.deps.vault = {
			...world.vault,
			open: (sealed, place) => {
				world.clock.time += seconds(61);
				return world.vault.open(sealed, place);
			}
		};
		expect(await world.tick()).toBe('overtaken');
		expect(world.refresh).not.toHaveBeenCalled();
	});
});

describe('a renewal that was overtaken', () => {
	it.each([
		['by a disconnect', { disconnected_at: START, token_sealed: null, token_version: 2 }],
		['by a reconnect', { token_version: 2, lease_owner: null, lease_until: null }],
		['by another lease', { lease_owner: 'other' }]
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
		world.meta.during = () => world.change({ token_version: 2 });
		expect(await world.tick()).toBe('overtaken');
		expect((await world.row()).ended_cause).toBeNull();
	});

	it('never lets two save when the answer outlasts the lease', async () => {
		let release = () => undefined as unknown;
		const slow = new Promise((resolve) => (release = () => resolve(undefined)));
		world.meta.during = (call) => (call === 'refresh' ? slow : Promise.resolve(undefined));
		const late = world.tick();
		await expect.poll(() => world.refresh.mock.calls.length).toBe(1);
		world.clock.time += seconds(61);
		world.meta.during = () => Promise.resolve(undefined);
		const leased = await world.claim('second');
		expect(leased).toBeDefined();
		const { renew } = await import('./renew.ts');
		if (leased) expect(await renew(world.deps, leased, 'schedule')).toBe('renewed');
		const stored = await world.tokenOf();
		release();
		expect(await late).toBe('overtaken');
		expect(await world.tokenOf()).toBe(stored);
		expect(await world.ledger()).toHaveLength(1);
	});
});

describe('our own faults', () => {
	it('are logged without what was read, and never thrown', async () => {
		world.deps.vault = {
			...world.vault,
			open: () => {
				throw new SyntaxError('Unexpected token: IGAAa-0');
			}
		};
		expect(await world.tick()).toBe('crashed');
		expect(world.log.error).toHaveBeenCalledTimes(1);
		expect(JSON.stringify(world.log.error.mock.calls)).not.toContain('IGAA');
	});

	it('of the database do not lose a token that Meta has issued', async () => {
		world.meta.oldOnesDie = true;
		const leased = await world.claim();
		let refusals = 2;
		const { renew } = await import('./renew.ts');
		const transaction = world.db.transaction.bind(world.db);
		world.db.transaction = () => {
			if (refusals-- > 0) throw Object.assign(new Error('busy'), { code: 'SQLITE_BUSY' });
			return transaction();
		};
		if (leased) expect(await renew(world.deps, leased, 'manual')).toBe('renewed');
		expect(await world.tokenOf()).toBe('IGAAa-1');
		expect(await last()).toMatchObject({ trigger: 'manual' });
	});

	it('show no token in log or ledger, whatever Meta says', async () => {
		world.meta.fault.refresh = refusal(100, { words: 'IGAAa-0 is bad' });
		await world.tick();
		const seen = [await world.ledger(), world.log.warn.mock.calls, world.log.error.mock.calls];
		expect(JSON.stringify(seen)).not.toContain('IGAA');
	});
});
