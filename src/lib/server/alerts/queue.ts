import type { Kysely } from 'kysely';
import { hours, minutes, seconds } from '../clock.ts';
import * as lease from '../database/lease.ts';
import type { Claim, Queue } from '../database/lease.ts';
import type { Schema } from '../database/schema.ts';
import type { AlertRow } from './write-alert.ts';

/** For one try, whatever its receiver does. */
export const TRY_FOR = seconds(15);
/** Longer than a try and the writing of what came of it. */
const LEASE = seconds(60);
/** After each failed try; the one after the last of these is the last. */
const RETRY_AFTER = [minutes(1), minutes(5), minutes(30), hours(2), hours(12)];
/** A receiver may ask for more patience than ours, up to this. */
export const LONGEST_PATIENCE = hours(24);

/** @param isLocked only mail can be sent then: other addresses are sealed */
const alerts = (isLocked: boolean): Queue<Schema, 'alerts'> => ({
	table: 'alerts',
	isOpen: (eb) =>
		eb.and([eb('state', '=', 'waiting'), ...(isLocked ? [eb('kind', '=', 'mail')] : [])]),
	inOrder: (due) => due.orderBy('nextAttemptAt').orderBy('id'),
	longestWaitMs: LONGEST_PATIENCE + hours(1)
});

type Taker = { now: number; owner: string; isLocked: boolean };
const claimOf = ({ now, owner }: Taker): Claim => ({ now, owner, leaseMs: LEASE });

/** Takes the alert that is due first, with all that waits for the same message. */
export async function claimMessage(db: Kysely<Schema>, taker: Taker): Promise<AlertRow[]> {
	const queue = alerts(taker.isLocked);
	const first = await lease.claimDue(db, queue, claimOf(taker));
	if (!first) return [];
	if (first.kind === 'webhook' || first.connectionId === null) return [first];
	const others = await db
		.selectFrom('alerts')
		.select('id')
		.where('channelId', '=', first.channelId)
		.where('type', '=', first.type)
		.where('state', '=', 'waiting')
		.where('leaseOwner', 'is', null)
		.orderBy('at')
		.orderBy('id')
		.execute();
	const message = [first];
	for (const { id } of others) {
		const other = await lease.claimOne(db, queue, id, claimOf(taker));
		if (other) message.push(other);
	}
	return message;
}

/** Nothing is under way for these any more. */
export function endClaims(db: Kysely<Schema>, message: AlertRow[]) {
	for (const { id } of message) lease.endClaim(db, alerts(false), id);
}

/** At a start: what a crash left behind must not wait for its lease to run out. */
export const releaseAlerts = (db: Kysely<Schema>) => lease.releaseAll(db, alerts(false));

/** Whether anything is due: asked before a claim, which would write. */
export async function isAnyDue(db: Kysely<Schema>, now: number): Promise<boolean> {
	const row = await db
		.selectFrom('alerts')
		.select('id')
		.where('state', '=', 'waiting')
		.where((eb) =>
			eb.or([
				eb('nextAttemptAt', '<=', now),
				eb('nextAttemptAt', '>', now + LONGEST_PATIENCE + hours(1))
			])
		)
		.executeTakeFirst();
	return row !== undefined;
}

/**
 * When to try again.
 * @param failed the tries that failed until now
 * @param asked milliseconds for which the receiver asked to wait
 * @returns null: not any more
 */
export function retryAt(failed: number, now: number, asked: number | null): number | null {
	const wait = RETRY_AFTER[failed - 1];
	if (wait === undefined) return null;
	return now + Math.max(wait, Math.min(asked ?? 0, LONGEST_PATIENCE));
}
