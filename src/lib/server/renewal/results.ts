import type { ExpressionBuilder, Kysely, Updateable } from 'kysely';
import type { Outcome, Trigger } from '../../view.ts';
import { audit } from '../audit/audit-log.ts';
import type {
	Connection,
	ConnectionTable,
	EndedCause,
	FailingCause,
	Schema
} from '../database/schema.ts';
import type { Profile } from '../meta/provider.ts';

/**
 * What came of a renewal, stored together with its line in the ledger in one transaction. Each is
 * fenced by the lease and the token's version: a writer whose connection moved on changes nothing
 * and gets null.
 */
export type Settled = { connection: Connection; entry: Entry };

/** The one line in the ledger of the renewal under way; `line` once it is written. */
export type Entry = {
	line: number | null;
	at: number;
	trigger: Trigger;
	expiresBefore: number | null;
};

type Database = Kysely<Schema>;
type Said = { outcome: Outcome; code: string | null };
type Changes = Updateable<ConnectionTable>;

/** Outcomes that say until when the token is good. */
const BROUGHT = new Set<Outcome>(['renewed', 'checked']);

const RELEASED = { lease_owner: null, lease_until: null } as const;
const WELL = {
	failures: 0,
	failing_since: null,
	failing_cause: null,
	ended_cause: null,
	ended_at: null,
	unreadable: 0
} as const;
const NO_PREVIOUS = {
	previous_token_sealed: null,
	previous_issued_at: null,
	previous_expires_at: null
} as const;

/**
 * The new token becomes the current one. The lease stays: `/me` comes next, and `nextAt` is when
 * to look again should that never be answered. `keepsPrevious` is false for the same string.
 */
export const storeRenewed = (
	db: Database,
	held: Connection,
	entry: Entry,
	token: { sealed: string; issuedAt: number; expiresAt: number },
	{ keepsPrevious, nextAt }: { keepsPrevious: boolean; nextAt: number }
) =>
	settle(
		db,
		held,
		entry,
		{
			token_sealed: token.sealed,
			token_version: held.token_version + 1,
			issued_at: token.issuedAt,
			expires_at: token.expiresAt,
			...(keepsPrevious
				? {
						previous_token_sealed: held.token_sealed,
						previous_issued_at: held.issued_at,
						previous_expires_at: held.expires_at
					}
				: NO_PREVIOUS),
			last_refresh_at: token.issuedAt,
			next_attempt_at: nextAt,
			...WELL
		},
		{ outcome: 'renewed', code: null }
	);

/** The current token answered `/me`: the previous one is dropped, the profile brought up to date. */
export const storeProved = (
	db: Database,
	held: Connection,
	entry: Entry,
	profile: Profile,
	nextAt: number
) =>
	settle(
		db,
		held,
		entry,
		{ ...NO_PREVIOUS, ...WELL, ...profileOf(profile), next_attempt_at: nextAt, ...RELEASED },
		{ outcome: entry.line === null ? 'checked' : 'renewed', code: null }
	);

/** The current token is proved, and its renewal follows under the same lease: no line of its own. */
export const dropPrevious = (db: Database, held: Connection): Promise<Connection | undefined> =>
	db
		.updateTable('connections')
		.set(NO_PREVIOUS)
		.where(isStillHeld(held))
		.returningAll()
		.executeTakeFirst();

/** The renewed token has not answered `/me` yet; `code` says why. */
export const storeUnproved = (
	db: Database,
	held: Connection,
	entry: Entry,
	code: string,
	nextAt: number
) =>
	settle(db, held, entry, { next_attempt_at: nextAt, ...RELEASED }, { outcome: 'renewed', code });

/** Meta refuses the token that it gave last: the previous one is the current one again. */
export const storeRestored = (
	db: Database,
	held: Connection,
	entry: Entry,
	code: string,
	nextAt: number
) => {
	const issuedAt = held.previous_issued_at ?? held.issued_at;
	return settle(
		db,
		held,
		entry,
		{
			token_sealed: held.previous_token_sealed,
			token_version: held.token_version + 1,
			issued_at: issuedAt,
			expires_at: held.previous_expires_at,
			last_refresh_at: issuedAt > held.connected_at ? issuedAt : null,
			...NO_PREVIOUS,
			...failingOf(held, entry.at, 'unexpected'),
			next_attempt_at: nextAt,
			...RELEASED
		},
		{ outcome: 'rejected', code }
	);
};

/** Nothing definite: the token stays, and is tried again. What has ended stays ended. */
export const storeFailed = (
	db: Database,
	held: Connection,
	entry: Entry,
	failure: { cause: FailingCause; outcome: 'transient' | 'rejected'; code: string },
	nextAt: number
) =>
	settle(
		db,
		held,
		entry,
		held.ended_cause === null
			? { ...failingOf(held, entry.at, failure.cause), next_attempt_at: nextAt, ...RELEASED }
			: RELEASED,
		{ outcome: failure.outcome, code: failure.code }
	);

/** A definite end. The sealed token is kept, so that "Try now" may show that it healed. */
export const storeEnded = (
	db: Database,
	held: Connection,
	entry: Entry,
	end: { cause: EndedCause; outcome: 'transient' | 'rejected'; code: string }
) =>
	settle(
		db,
		held,
		entry,
		{
			ended_cause: end.cause,
			ended_at: held.ended_cause === end.cause ? held.ended_at : entry.at,
			next_attempt_at: null,
			unreadable: 0,
			...RELEASED
		},
		{ outcome: end.outcome, code: end.code },
		held.ended_cause === end.cause ? null : end.cause
	);

/** Meta was not asked: the sealed token does not open, or its login is not configured. */
export const storeSkipped = (
	db: Database,
	held: Connection,
	entry: Entry,
	why: 'unreadable' | 'not_configured',
	nextAt: number
) =>
	settle(
		db,
		held,
		entry,
		{
			unreadable: why === 'unreadable' ? 1 : 0,
			next_attempt_at: held.ended_cause === null ? nextAt : null,
			...RELEASED
		},
		{ outcome: 'skipped', code: why }
	);

function settle(
	db: Database,
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
			...said,
			// As Meta reported it: an attempt that brought nothing reports nothing.
			expires_after: BROUGHT.has(said.outcome) ? connection.expires_at : null,
			next_due_at: connection.next_attempt_at
		};
		if (newEnd !== null) {
			await audit(trx, {
				kind: 'connection_ended',
				at: entry.at,
				creatorId: held.creator_id,
				connectionId: held.id,
				detail: { username: held.username, cause: newEnd, code: said.code }
			});
		}
		if (entry.line !== null) {
			await trx.updateTable('renewals').set(facts).where('id', '=', entry.line).execute();
			return { connection, entry };
		}
		const { id } = await trx
			.insertInto('renewals')
			.values({
				connection_id: held.id,
				at: entry.at,
				trigger: entry.trigger,
				expires_before: entry.expiresBefore,
				...facts
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		return { connection, entry: { ...entry, line: id } };
	});
}

const isStillHeld = (held: Connection) => (eb: ExpressionBuilder<Schema, 'connections'>) =>
	eb.and([
		eb('id', '=', held.id),
		eb('lease_owner', '=', held.lease_owner),
		eb('token_version', '=', held.token_version),
		eb('disconnected_at', 'is', null)
	]);

const failingOf = (held: Connection, at: number, cause: FailingCause) => ({
	failures: held.failures + 1,
	failing_since: held.failing_since ?? at,
	failing_cause: cause,
	unreadable: 0 as const
});

const profileOf = ({ username, name, accountType }: Profile) => ({
	username,
	name,
	account_type: accountType
});
