import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { days, minutes } from '../clock.ts';
import type { ContentSync } from '../database/content-tables.ts';
import * as lease from '../database/lease.ts';
import type { Claim, Queue } from '../database/lease.ts';
import type { Schema } from '../database/schema.ts';
import type { Wanted } from './deps.ts';

/** Longer than a sync takes: its calls, and the pictures that it stops fetching after five minutes. */
export const LEASE = minutes(15);

const SYNCS: Queue<Schema, 'contentSyncs'> = {
	table: 'contentSyncs',
	isOpen: (eb) => eb('unwantedSince', 'is', null),
	inOrder: (due) => due.orderBy('nextAttemptAt').orderBy('id'),
	longestWaitMs: days(2)
};

/** Takes the sync that is due for the longest time. */
export const claimDue = (db: Kysely<Schema>, claim: Claim) => lease.claimDue(db, SYNCS, claim);

/** Takes the sync of one connection, due or not. */
export const claimOne = (db: Kysely<Schema>, id: string, claim: Claim) =>
	lease.claimOne(db, SYNCS, id, claim);

export const endClaim = (db: Kysely<Schema>, id: string) => lease.endClaim(db, SYNCS, id);

/** At a start: what a crash left behind must not make anybody wait. */
export const releaseAll = (db: Kysely<Schema>) => lease.releaseAll(db, SYNCS);

/**
 * Lets the queue follow what feeds want: a connection that is wanted for the first time, or again, is
 * due at once, and so is one that was connected again since its sync failed for that.
 */
export async function followWanted(db: Kysely<Schema>, wanted: Wanted[], now: number) {
	const ids = new Set(wanted.map(({ connectionId }) => connectionId));
	const rows = await db
		.selectFrom('contentSyncs')
		.innerJoin('connections', 'connections.id', 'contentSyncs.id')
		.select([
			'contentSyncs.id',
			'contentSyncs.unwantedSince',
			'contentSyncs.nextAttemptAt',
			'contentSyncs.failing',
			'contentSyncs.failingSince',
			'connections.connectedAt'
		])
		.execute();
	for (const row of rows) {
		const isWanted = ids.delete(row.id);
		if (!isWanted && row.unwantedSince === null) await change(db, row.id, { unwantedSince: now });
		if (!isWanted) continue;
		const isBack =
			(row.failing === 'needs_reconnect' || row.failing === 'permission_missing') &&
			row.connectedAt > (row.failingSince ?? now) &&
			(row.nextAttemptAt ?? 0) > now;
		if (row.unwantedSince !== null || isBack) {
			// Counted from now on, so that what goes on failing is not due again and again.
			const failingSince = row.failingSince === null ? null : now;
			await change(db, row.id, { unwantedSince: null, nextAttemptAt: now, failingSince });
		}
	}
	for (const id of ids) await addSync(db, id, now);
}

const change = (db: Kysely<Schema>, id: string, set: Partial<ContentSync>) =>
	db.updateTable('contentSyncs').set(set).where('id', '=', id).execute();

/** Nothing happens where there is one, or no such connection. */
export async function addSync(db: Kysely<Schema>, connectionId: string, now: number) {
	await db
		.insertInto('contentSyncs')
		.columns(['id', 'nameKey', 'version', 'nextAttemptAt'])
		.expression((eb) =>
			eb
				.selectFrom('connections')
				.select((row) => [
					'id',
					row.val(randomBytes(32).toString('hex')).as('nameKey'),
					row.lit(0).as('version'),
					row.val(now).as('nextAttemptAt')
				])
				.where('id', '=', connectionId)
		)
		.onConflict((known) => known.doNothing())
		.execute();
}
