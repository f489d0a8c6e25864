import type { ExpressionBuilder, Kysely } from 'kysely';
import { type Clock, seconds } from '../clock.ts';
import { LONGEST_WAIT } from '../connections/due-dates.ts';
import type { Connection, Schema } from '../database/schema.ts';
import type { Log } from '../log.ts';
import type { Providers } from '../meta/provider.ts';
import type { TokenVault } from '../vault/token-vault.ts';

/** Longer than all calls of one renewal together (15 s each, three at most). */
export const LEASE = seconds(60);

/** Who claims (a new text for each claim: it fences late writers off), when, and for how long. */
export type Claim = { now: number; owner: string; leaseMs: number };

/**
 * Takes the most urgent due connection, or an ended one that is to be looked at again, by one statement, so that no two takers get the same.
 * @returns undefined when nothing is due
 */
export function claimDue(db: Kysely<Schema>, claim: Claim): Promise<Connection | undefined> {
	return db
		.updateTable('connections')
		.set(leaseOf(claim))
		.where('id', '=', (eb) =>
			eb
				.selectFrom('connections')
				.select('id')
				.where(isFree(db, claim))
				.where(isDue(claim.now))
				.orderBy('expiresAt', (order) => order.asc().nullsLast())
				.orderBy('id')
				.limit(1)
		)
		.returningAll()
		.executeTakeFirst();
}

/**
 * Takes one connection, due or not and ended or not.
 * @returns undefined when it is unknown, disconnected, or somebody else has it
 */
export function claimOne(
	db: Kysely<Schema>,
	id: string,
	claim: Claim
): Promise<Connection | undefined> {
	return db
		.updateTable('connections')
		.set(leaseOf(claim))
		.where('id', '=', id)
		.where(isFree(db, claim))
		.returningAll()
		.executeTakeFirst();
}

/** Lets the next sweep look at every connection that is neither ended nor disconnected. */
export async function makeAllDue(db: Kysely<Schema>, now: number): Promise<void> {
	await db
		.updateTable('connections')
		.set({ nextAttemptAt: now })
		.where('disconnectedAt', 'is', null)
		.where('endedCause', 'is', null)
		.execute();
}

/** At a start, when another key may be in use: what did not open is tried again at once. */
export async function makeUnreadableDue(db: Kysely<Schema>, now: number): Promise<void> {
	await db
		.updateTable('connections')
		.set({ nextAttemptAt: now })
		.where('unreadable', '=', 1)
		.where('disconnectedAt', 'is', null)
		.where('endedCause', 'is', null)
		.execute();
}

/**
 * At a start no renewal can be under way: what a crash left behind must not make anybody wait. Only
 * one server uses a data folder (database/instance-lock.ts).
 */
export async function releaseAll(db: Kysely<Schema>): Promise<void> {
	await db
		.updateTable('connections')
		.set({ leaseOwner: null, leaseUntil: null })
		.where('leaseOwner', 'is not', null)
		.execute();
}

const leaseOf = ({ now, owner, leaseMs }: Claim) => ({
	leaseOwner: owner,
	leaseUntil: now + leaseMs
});

/** A lease that ends later than any could end comes from a clock that went back since. */
const isFree =
	(db: Kysely<Schema>, { now, leaseMs }: Claim) =>
	(eb: ExpressionBuilder<Schema, 'connections'>) =>
		eb.and([
			eb('disconnectedAt', 'is', null),
			eb('tokenSealed', 'is not', null),
			eb('id', 'not in', [...underWay(db)]),
			eb.or([
				eb('leaseUntil', 'is', null),
				eb('leaseUntil', '<=', now),
				eb('leaseUntil', '>', now + leaseMs)
			])
		]);

/** A date further away than any plan reaches was made under a wrong clock: look now. */
const isDue = (now: number) => (eb: ExpressionBuilder<Schema, 'connections'>) =>
	eb.or([eb('nextAttemptAt', '<=', now), eb('nextAttemptAt', '>', now + LONGEST_WAIT)]);

const byDatabase = new WeakMap<Kysely<Schema>, Set<string>>();

/**
 * The connections that this process is renewing. The lease keeps other processes away, and this
 * one while the clock is steady; a clock that leaps past the lease must not make it ask Meta twice.
 */
export function underWay(db: Kysely<Schema>): Set<string> {
	const ids = byDatabase.get(db) ?? new Set<string>();
	byDatabase.set(db, ids);
	return ids;
}

/** What a renewal needs from the rest of the house. */
export type RenewalDeps = {
	db: Kysely<Schema>;
	vault: TokenVault;
	/** A login that is not configured has none: its connections wait. */
	providers: Providers;
	clock: Clock;
	log: Pick<Log, 'info' | 'warn' | 'error'>;
	refreshAfterDays: number;
	/** Real time to wait between looks; tests pass one that does not wait. */
	sleep?: (ms: number) => Promise<unknown>;
};
