import type { Statement } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
	refusal,
	renewalWorld,
	type RenewalWorld,
	START
} from '../../../../tests/support/renewal-world.ts';
import { days, hours, seconds } from '../clock.ts';
import { CouldNotSend } from '../meta/errors.ts';
import { claimOne, LEASE } from './queue.ts';
import { renew } from './renew.ts';

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
			tokenVersion: 2,
			issuedAt: now,
			expiresAt: now + days(60),
			nextAttemptAt: now + days(7),
			lastRefreshAt: now,
			previousTokenSealed: null,
			leaseOwner: null,
			leaseUntil: null,
			username: 'ada.paints',
			accountType: 'creator'
		});
		expect(await world.ledger()).toMatchObject([
			{
				at: now,
				trigger: 'schedule',
				outcome: 'renewed',
				code: null,
				expiresBefore: START + days(60),
				expiresAfter: now + days(60),
				nextDueAt: now + days(7)
			}
		]);
		expect(world.refresh).toHaveBeenCalledWith('IGAAa-0', { timeoutMs: 15_000 });
		expect(world.readProfile).toHaveBeenCalledWith('IGAAa-1', { timeoutMs: 15_000 }, 'a');
	});

	it('counts the same string as a success with nothing to fall back on', async () => {
		world.meta.rotates = false;
		expect(await world.tick()).toBe('renewed');
		expect(await world.tokenOf()).toBe('IGAAa-0');
		expect(await world.row()).toMatchObject({
			expiresAt: world.clock.time + days(60),
			previousTokenSealed: null
		});
	});

	it('ends the connection when the same string is dead at once', async () => {
		world.meta.rotates = false;
		world.meta.fault.me = refusal(190, { subcode: 460 });
		await world.tick();
		expect(await world.row()).toMatchObject({ endedCause: 'password_changed' });
	});

	it('needs no proof of the same string when /me is down', async () => {
		world.meta.rotates = false;
		world.meta.fault.me = new CouldNotSend('timeout');
		await world.tick();
		expect((await world.row()).nextAttemptAt).toBe(world.clock.time + days(7));
	});

	it('takes a shorter life as Meta says it', async () => {
		world.meta.expiresIn = 86_400 * 4;
		await world.tick();
		expect(await world.row()).toMatchObject({
			expiresAt: world.clock.time + days(4),
			nextAttemptAt: world.clock.time + days(2)
		});
	});

	it('clears failures and even an end once it succeeds', async () => {
		await world.change({
			failures: 4,
			failingSince: START,
			failingCause: 'unreachable',
			endedCause: 'token_ended',
			endedAt: START,
			unreadable: 1
		});
		const claim = { now: world.clock.time, owner: 'by hand', leaseMs: LEASE };
		const leased = await claimOne(world.db, 'a', claim);
		if (!leased) throw new Error('nothing to claim');
		expect(await renew(world.deps, leased, 'manual')).toBe('renewed');
		expect(await world.row()).toMatchObject({
			failures: 0,
			failingSince: null,
			failingCause: null,
			endedCause: null,
			endedAt: null,
			unreadable: 0,
			nextAttemptAt: world.clock.time + days(7)
		});
	});

	it('makes a last attempt for a token that looks expired', async () => {
		world.clock.time = START + days(61);
		expect(await world.tick()).toBe('renewed');
	});

	it('of a young token only asks whether it is alive', async () => {
		await world.change({ issuedAt: world.clock.time - hours(23) });
		expect(await world.tick()).toBe('checked');
		expect(world.refresh).not.toHaveBeenCalled();
		expect(await last()).toMatchObject({ outcome: 'checked' });
		expect((await world.row()).nextAttemptAt).toBeGreaterThan(world.clock.time);
	});

	it('of a login without renewal only asks whether it is alive', async () => {
		Object.assign(world.provider, { refresh: null });
		expect(await world.tick()).toBe('checked');
		expect((await world.row()).nextAttemptAt).toBe(world.clock.time + days(1));
	});

	it('keeps the Page that the token is for, and the one before where Meta does not tell', async () => {
		const readPage = vi.fn().mockResolvedValueOnce({ id: '7', name: 'Ada on Facebook' });
		Object.assign(world.provider, { refresh: null, readPage });
		const told = { pageId: '7', pageName: 'Ada on Facebook' };
		expect(await world.tick()).toBe('checked');
		expect(await world.row()).toMatchObject(told);
		readPage.mockRejectedValueOnce(new CouldNotSend('timeout'));
		world.clock.time += days(1);
		expect(await world.tick()).toBe('checked');
		expect(await world.row()).toMatchObject(told);
	});
});

describe('what Meta is not asked about', () => {
	it('is a sealed token that does not open: tried daily', async () => {
		await world.add('b', { nextAttemptAt: null });
		await world.change({ tokenSealed: (await world.row('b')).tokenSealed });
		expect(await world.tick()).toBe('skipped');
		expect(world.refresh).not.toHaveBeenCalled();
		expect(world.readProfile).not.toHaveBeenCalled();
		expect(await world.row()).toMatchObject({
			unreadable: 1,
			nextAttemptAt: world.clock.time + days(1),
			failures: 0,
			leaseOwner: null
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
		const transaction = world.db.transaction.bind(world.db);
		world.db.transaction = () => {
			if (refusals-- > 0) throw Object.assign(new Error('busy'), { code: 'SQLITE_BUSY' });
			return transaction();
		};
		if (!leased) throw new Error('nothing to claim');
		expect(await renew(world.deps, leased, 'manual')).toBe('renewed');
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

it('waits for the disk once: with the token, before Meta is asked anything more', async () => {
	const statement = Object.getPrototypeOf(world.sqlite.prepare('SELECT 1')) as Statement;
	const run = vi.spyOn(statement, 'run');
	const waits: [string, boolean][] = [];
	const seen = (what: string) => {
		const asked = (run.mock.contexts as Statement[]).map(({ source }) => source);
		const waited = asked.flatMap((text, at) => (text === 'commit' ? [at] : [])).at(-1) ?? 0;
		const level = asked.slice(0, waited).findLast((text) => text.startsWith('PRAGMA synchronous'));
		waits.push([what, level?.endsWith('FULL') ?? false]);
	};
	world.meta.during = (call) => Promise.resolve(call === 'me' && seen('token'));
	expect(await world.tick()).toBe('renewed');
	seen('proof');
	expect(waits).toEqual([
		['token', true],
		['proof', false]
	]);
});
