import type { ExpressionBuilder, Kysely, UpdateObject } from 'kysely';
import type { Outcome, Trigger } from '../../view.ts';
import { audit } from '../audit/audit-log.ts';
import { holdsLease } from '../database/lease.ts';
import type { Connection, Renewal, Schema } from '../database/schema.ts';
import type { EndedCause } from '../problems/cause.ts';
import { type Tell, tellNobody } from '../tell.ts';

/** The connection as it stands now, and its line in the ledger. */
export type Settled = { connection: Connection; entry: Entry };

/** The one line in the ledger of the renewal under way; `line` once it is written. */
export type Entry = {
	line: number | null;
	at: number;
	trigger: Trigger;
	expiresBefore: number | null;
};

/** Why it went wrong, and what was said with it. */
export type Why = Pick<Renewal, 'cause' | 'detail'> & { code: string };

/** Where it is stored, and who hears of it. */
export type Store = { db: Kysely<Schema>; tell?: Tell };

type Said = { outcome: Outcome } & (Why | { code: string | null });
type Changes = UpdateObject<Schema, 'connections'>;

/** Outcomes that say until when the token is good. */
const BROUGHT = new Set<Outcome>(['renewed', 'checked']);

/**
 * Changes a connection and writes its line in the ledger, and the end in the audit log where it is
 * a new one, in one transaction.
 * @returns null when the connection moved on: another lease, another token, or a disconnect
 */
export function settle(
	{ db, tell = tellNobody }: Store,
	held: Connection,
	entry: Entry,
	changes: Changes,
	said: Said,
	newEnd: EndedCause | null = null
): Promise<Settled | null> {
	return db.transaction().execute(async (trx) => {
		const connection = await trx
			.updateTable('connections')
			.set(changes)
			.where(isStillHeld(held))
			.returningAll()
			.executeTakeFirst();
		if (!connection) return null;
		const facts = {
			cause: null,
			detail: null,
			...said,
			// As Meta reported it: an attempt that brought nothing reports nothing.
			expiresAfter: BROUGHT.has(said.outcome) ? connection.expiresAt : null,
			// A look at what has ended is no promise to renew it.
			nextDueAt: connection.endedCause === null ? connection.nextAttemptAt : null
		};
		if (newEnd !== null) {
			await audit(trx, {
				kind: 'connection_ended',
				at: entry.at,
				creatorId: held.creatorId,
				connectionId: held.id,
				detail: { username: held.username, cause: newEnd, code: said.code }
			});
		}
		await tell(trx, { what: 'connection', id: held.id });
		if (said.outcome === 'renewed' && entry.line === null) {
			await tell(trx, { what: 'token renewed', connectionId: held.id });
		}
		if (entry.line !== null) {
			await trx.updateTable('renewals').set(facts).where('id', '=', entry.line).execute();
			return { connection, entry };
		}
		const { id } = await trx
			.insertInto('renewals')
			.values({
				connectionId: held.id,
				at: entry.at,
				trigger: entry.trigger,
				expiresBefore: entry.expiresBefore,
				...facts
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		return { connection, entry: { ...entry, line: id } };
	});
}

/** The fence: the same lease, the same token, still connected. */
export const isStillHeld = (held: Connection) => (eb: ExpressionBuilder<Schema, 'connections'>) =>
	eb.and([
		holdsLease(held)(eb),
		eb('tokenVersion', '=', held.tokenVersion),
		eb('disconnectedAt', 'is', null)
	]);
