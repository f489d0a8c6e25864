import type { Kysely } from 'kysely';
import type { Brake } from '../brake/brake.ts';
import { type Clock, seconds } from '../clock.ts';
import { longestWait } from '../connections/due-dates.ts';
import * as lease from '../database/lease.ts';
import type { Claim, Queue } from '../database/lease.ts';
import type { Schema } from '../database/schema.ts';
import type { Log } from '../log.ts';
import type { Providers } from '../meta/provider.ts';
import type { Tell } from '../tell.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import type { RenewalResult } from './result.ts';

/** Longer than all calls of one renewal together (15 s each, three at most). */
export const LEASE = seconds(60);

const queueOf = (refreshAfterDays: number): Queue<Schema, 'connections'> => ({
	table: 'connections',
	isOpen: (eb) => eb.and([eb('disconnectedAt', 'is', null), eb('tokenSealed', 'is not', null)]),
	inOrder: (due) => due.orderBy('expiresAt', (order) => order.asc().nullsLast()).orderBy('id'),
	longestWaitMs: longestWait(refreshAfterDays)
});
/** Where nothing is asked for that is due. */
const CONNECTIONS = queueOf(0);

/** Takes the most urgent due connection, or an ended one that is to be looked at again. */
export const claimDue = (db: Kysely<Schema>, claim: Claim, refreshAfterDays: number) =>
	lease.claimDue(db, queueOf(refreshAfterDays), claim);

/** Takes one connection, due or not and ended or not; undefined also when it is disconnected. */
export const claimOne = (db: Kysely<Schema>, id: string, claim: Claim) =>
	lease.claimOne(db, CONNECTIONS, id, claim);

/** Whoever claimed a connection is done with it. */
export const endClaim = (db: Kysely<Schema>, id: string) => lease.endClaim(db, CONNECTIONS, id);

/** At a start: what a crash left behind must not make anybody wait. */
export const releaseAll = (db: Kysely<Schema>) => lease.releaseAll(db, CONNECTIONS);

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

/** What a renewal needs from the rest of the house. */
export type RenewalDeps = {
	db: Kysely<Schema>;
	vault: TokenVault;
	/** A login that is not configured has none: its connections wait. */
	providers: Providers;
	clock: Clock;
	log: Pick<Log, 'info' | 'warn' | 'error'>;
	refreshAfterDays: number;
	/** Hears what has become true of a connection; without it nobody does. */
	tell?: Tell;
	/** Commands, which ask once, have none. */
	brake?: Brake;
	/** Real time to wait between looks; tests pass one that does not wait. */
	sleep?: (ms: number) => Promise<unknown>;
	/** Told what came of every renewal. */
	over?: (result: RenewalResult) => void;
};
