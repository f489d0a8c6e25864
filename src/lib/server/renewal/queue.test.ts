import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renewalWorld, type RenewalWorld, START } from '../../../../tests/support/renewal-world.ts';
import { days } from '../clock.ts';
import { claimDue, claimOne, LEASE, makeAllDue, makeUnreadableDue } from './queue.ts';
import { storeFailed, storeRenewed } from './results.ts';

let world: RenewalWorld;
beforeEach(() => {
	world = renewalWorld();
	world.clock.time = START + days(7);
});
afterEach(() => world.close());

const claims = (owner = 'w') => ({ now: world.clock.time, owner, leaseMs: LEASE });
const take = async () => (await claimDue(world.db, claims()))?.id;

describe('claimDue', () => {
	it('gives a due connection once, leased for a minute', async () => {
		await world.add();
		const leased = await claimDue(world.db, claims('first'));
		expect(leased).toMatchObject({
			id: 'a',
			lease_owner: 'first',
			lease_until: world.clock.time + LEASE
		});
		expect(await take()).toBeUndefined();
	});

	it('gives the earliest expiry first, and what has none last', async () => {
		await world.add('a', { expires_at: null });
		await world.add('b', { expires_at: START + days(60) });
		await world.add('c', { expires_at: START + days(20) });
		expect([await take(), await take(), await take()]).toEqual(['c', 'b', 'a']);
	});

	it.each([
		['not yet due', { next_attempt_at: START + days(7) + 1 }],
		['never due', { next_attempt_at: null }],
		['ended', { ended_cause: 'expired' as const }],
		['disconnected', { disconnected_at: START }],
		['without a token', { token_sealed: null }],
		['leased', { lease_owner: 'x', lease_until: START + days(7) + 1 }]
	])('leaves what is %s', async (_name, facts) => {
		await world.add('a', facts);
		expect(await take()).toBeUndefined();
	});

	it.each([
		['whose lease ran out', { lease_owner: 'x', lease_until: START + days(7) }],
		['whose lease is from the future', { lease_owner: 'x', lease_until: START + days(40) }],
		['whose date no plan could make', { next_attempt_at: START + days(3650) }]
	])('takes one %s', async (_name, facts) => {
		await world.add('a', facts);
		expect(await take()).toBe('a');
	});
});

describe('claimOne', () => {
	it('takes one that is neither due nor alive, but not a leased or disconnected one', async () => {
		await world.add('a', { ended_cause: 'expired', next_attempt_at: null });
		await world.add('b', { disconnected_at: START });
		expect((await claimOne(world.db, 'a', claims()))?.id).toBe('a');
		expect(await claimOne(world.db, 'a', claims('other'))).toBeUndefined();
		expect(await claimOne(world.db, 'b', claims())).toBeUndefined();
	});
});

describe('makeAllDue', () => {
	it('leaves the ended and the disconnected asleep', async () => {
		await world.add('a', { next_attempt_at: START + days(30) });
		await world.add('b', { ended_cause: 'expired', next_attempt_at: null });
		await world.add('c', { disconnected_at: START, next_attempt_at: null });
		await makeAllDue(world.db, 5);
		const due = async (id: string) => (await world.row(id)).next_attempt_at;
		expect([await due('a'), await due('b'), await due('c')]).toEqual([5, null, null]);
	});
});

describe('a late writer', () => {
	const entry = { line: null, at: START, trigger: 'schedule', expiresBefore: null } as const;
	const failure = { cause: 'unreachable', outcome: 'transient', code: '2' } as const;

	it.each([
		['somebody else claimed since', { lease_owner: 'other' }],
		['the token was replaced since', { token_version: 2 }],
		['the lease was released', { lease_owner: null, lease_until: null }],
		['it was disconnected', { disconnected_at: START }]
	])('changes nothing when %s', async (_name, facts) => {
		await world.add();
		const held = await claimDue(world.db, claims('late'));
		if (!held) throw new Error('nothing was due');
		await world.change(facts);
		const before = await world.row();
		const renewed = { sealed: 'v1.late', issuedAt: START, expiresAt: START + days(60) };
		const plan = { keepsPrevious: true, nextAt: START };
		expect(await storeRenewed(world.db, held, entry, renewed, plan)).toBeNull();
		expect(await storeFailed(world.db, held, entry, failure, START)).toBeNull();
		expect(await world.row()).toEqual(before);
		expect(await world.ledger()).toEqual([]);
	});
});

describe('makeUnreadableDue', () => {
	it('asks again for what did not open, and for nothing else', async () => {
		const later = START + days(9);
		await world.add('a', { unreadable: 1, next_attempt_at: later });
		await world.add('b', { next_attempt_at: later });
		await world.add('c', { unreadable: 1, disconnected_at: START, next_attempt_at: null });
		await makeUnreadableDue(world.db, world.clock.time);
		expect([await take(), await take()]).toEqual(['a', undefined]);
	});
});
