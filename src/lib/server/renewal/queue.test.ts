import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renewalWorld, type RenewalWorld, START } from '../../../../tests/support/renewal-world.ts';
import { days } from '../clock.ts';
import { longestWait } from '../connections/due-dates.ts';
import { claimDue, claimOne, LEASE, makeAllDue, makeUnreadableDue } from './queue.ts';
import * as results from './outcomes.ts';

let world: RenewalWorld;
beforeEach(() => {
	world = renewalWorld();
	world.clock.time = START + days(7);
});
afterEach(() => world.close());

const claims = (owner = 'w') => ({ now: world.clock.time, owner, leaseMs: LEASE });
const take = async () => (await claimDue(world.db, claims(), 7))?.id;

describe('claimDue', () => {
	it('gives a due connection once, leased for a minute', async () => {
		await world.add();
		const leased = await claimDue(world.db, claims('first'), 7);
		expect(leased).toMatchObject({
			id: 'a',
			leaseOwner: 'first',
			leaseUntil: world.clock.time + LEASE
		});
		expect(await take()).toBeUndefined();
	});

	it('gives the earliest expiry first, and what has none last', async () => {
		await world.add('a', { expiresAt: null });
		await world.add('b', { expiresAt: START + days(60) });
		await world.add('c', { expiresAt: START + days(20) });
		expect([await take(), await take(), await take()]).toEqual(['c', 'b', 'a']);
	});

	it('gives what expires together in a fixed order', async () => {
		for (const id of ['c', 'a', 'b']) await world.add(id);
		expect([await take(), await take(), await take()]).toEqual(['a', 'b', 'c']);
	});

	it.each([
		['not yet due', { nextAttemptAt: START + days(7) + 1 }],
		['never due', { nextAttemptAt: null }],
		['due as far away as a plan can reach', { nextAttemptAt: START + days(7) + longestWait(7) }],
		['ended for good', { endedCause: 'expired' as const, nextAttemptAt: null }],
		['disconnected', { disconnectedAt: START }],
		['without a token', { tokenSealed: null }],
		['leased', { leaseOwner: 'x', leaseUntil: START + days(7) + 1 }]
	])('leaves what is %s', async (_name, facts) => {
		await world.add('a', facts);
		expect(await take()).toBeUndefined();
	});

	it.each([
		['whose lease ran out', { leaseOwner: 'x', leaseUntil: START + days(7) }],
		['whose lease is from the future', { leaseOwner: 'x', leaseUntil: START + days(40) }],
		['whose date no plan could make', { nextAttemptAt: START + days(3650) }],
		['whose date no plan of a week could make', { nextAttemptAt: START + days(7) + days(9) }]
	])('takes one %s', async (_name, facts) => {
		await world.add('a', facts);
		expect(await take()).toBe('a');
	});
});

describe('claimOne', () => {
	it('takes one that is neither due nor alive, but not a leased or disconnected one', async () => {
		await world.add('a', { endedCause: 'expired', nextAttemptAt: null });
		await world.add('b', { disconnectedAt: START });
		expect((await claimOne(world.db, 'a', claims()))?.id).toBe('a');
		expect(await claimOne(world.db, 'a', claims('other'))).toBeUndefined();
		expect(await claimOne(world.db, 'b', claims())).toBeUndefined();
	});
});

describe('many claimers at once', () => {
	/** As many claims as told, spread over four processes, each with an owner of its own. */
	async function race(count: number, claim: (db: RenewalWorld['db'], owner: string) => Claimed) {
		const { otherProcess } = world;
		const processes = [world.db, otherProcess().db, otherProcess().db, otherProcess().db];
		const tries = Array.from({ length: count / 4 }, (_none, round) =>
			processes.map((db, number) => claim(db, `w${String(number)}-${String(round)}`))
		);
		return (await Promise.all(tries.flat())).filter((got) => got !== undefined);
	}
	type Claimed = ReturnType<typeof claimDue>;

	it('get each due connection exactly once, as the row says', async () => {
		for (let made = 0; made < 25; made += 1) await world.add(`c${String(made)}`);
		const got = await race(100, (db, owner) => claimDue(db, claims(owner), 7));
		expect(got).toHaveLength(25);
		expect(new Set(got.map(({ id }) => id)).size).toBe(25);
		for (const { id, leaseOwner } of got) {
			expect((await world.row(id)).leaseOwner).toBe(leaseOwner);
		}
	});

	it.each([
		['a free connection', {}],
		['a lease that ran out', { leaseOwner: 'dead', leaseUntil: START + days(7) }]
	])('have one winner of %s, by hand or by date', async (_name, facts) => {
		await world.add('a', facts);
		const got = await race(40, (db, owner) =>
			owner.startsWith('w0') ? claimOne(db, 'a', claims(owner)) : claimDue(db, claims(owner), 7)
		);
		expect(got).toHaveLength(1);
		expect((await world.row()).leaseOwner).toBe(got[0]?.leaseOwner);
	});
});

describe('makeAllDue', () => {
	it('leaves the ended and the disconnected asleep', async () => {
		await world.add('a', { nextAttemptAt: START + days(30) });
		await world.add('b', { endedCause: 'expired', nextAttemptAt: null });
		await world.add('c', { disconnectedAt: START, nextAttemptAt: null });
		await makeAllDue(world.db, 5);
		const due = async (id: string) => (await world.row(id)).nextAttemptAt;
		expect([await due('a'), await due('b'), await due('c')]).toEqual([5, null, null]);
	});
});

describe('what came of a renewal', () => {
	const entry = { line: null, at: START, trigger: 'schedule', expiresBefore: null } as const;
	const token = { sealed: 'v1.late', issuedAt: START, expiresAt: START + days(60) };
	const plan = { keepsPrevious: true, nextAt: START };
	const failed = {
		cause: 'unreachable',
		outcome: 'transient',
		code: 'network',
		detail: null
	} as const;
	const ended = {
		cause: 'token_ended',
		outcome: 'rejected',
		code: '190',
		detail: null
	} as const;
	const profile = {
		accountId: 'a',
		appScopedId: '2',
		username: 'late',
		name: 'Late',
		accountType: 'business',
		pictureUrl: null
	} as const;
	type Held = Parameters<typeof results.dropPrevious>[1];
	const WRITERS = {
		storeRenewed: (held: Held) => results.storeRenewed(world.deps, held, entry, token, plan),
		storeProved: (held: Held) =>
			results.storeProved(world.deps, held, entry, profile, { nextAt: START, counts: false }),
		storeUnproved: (held: Held) => results.storeUnproved(world.deps, held, entry, '2', START),
		storeRestored: (held: Held) => results.storeRestored(world.deps, held, entry, ended, START),
		storeFailed: (held: Held) => results.storeFailed(world.deps, held, entry, failed, START),
		storeEnded: (held: Held) =>
			results.storeEnded(world.deps, held, entry, 'token_ended', ended, START),
		storeSkipped: (held: Held) => results.storeSkipped(world.deps, held, entry, 'unreadable', START)
	};
	const held = async () => {
		await world.add();
		await world.change({ previousTokenSealed: 'v1.previous' });
		const leased = await claimDue(world.db, claims('late'), 7);
		if (!leased) throw new Error('nothing was due');
		return leased;
	};
	const everything = async () => [
		await world.row(),
		await world.ledger(),
		await world.db.selectFrom('auditLog').selectAll().execute()
	];

	it.each([
		['somebody else claimed since', { leaseOwner: 'other' }],
		['the token was replaced since', { tokenVersion: 2 }],
		['the lease was released', { leaseOwner: null, leaseUntil: null }],
		['it was disconnected', { disconnectedAt: START }]
	])('is not written when %s', async (_name, facts) => {
		const late = await held();
		await world.change(facts);
		const before = await everything();
		for (const write of Object.values(WRITERS)) expect(await write(late)).toBeNull();
		expect(await results.dropPrevious(world.deps, late)).toBeUndefined();
		expect(await everything()).toEqual(before);
	});

	it.each(Object.entries(WRITERS))('is not half written by %s', async (_name, write) => {
		const leased = await held();
		const before = await everything();
		world.sqlite.exec(
			"CREATE TRIGGER full BEFORE INSERT ON renewals BEGIN SELECT RAISE(ABORT, 'full'); END"
		);
		await expect(write(leased)).rejects.toThrow('full');
		expect(await everything()).toEqual(before);
	});

	it.each(Object.entries(WRITERS))(
		'is one line, and no lease but for /me, by %s',
		async (name, write) => {
			const leased = await held();
			expect(await write(leased)).not.toBeNull();
			expect(await world.ledger()).toHaveLength(1);
			expect((await world.row()).leaseOwner).toBe(name === 'storeRenewed' ? 'late' : null);
		}
	);
});

describe('makeUnreadableDue', () => {
	it('asks again for what did not open, and for nothing else', async () => {
		const later = START + days(9);
		await world.add('a', { unreadable: 1, nextAttemptAt: later });
		await world.add('b', { nextAttemptAt: later });
		await world.add('c', { unreadable: 1, disconnectedAt: START, nextAttemptAt: null });
		await makeUnreadableDue(world.db, world.clock.time);
		expect([await take(), await take()]).toEqual(['a', undefined]);
	});
});
