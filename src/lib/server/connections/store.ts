import type { Kysely, Transaction } from 'kysely';
import type { ProviderId } from '../../view.ts';
import { forgetInAudit } from '../audit/forget.ts';
import type { Connection, Schema } from '../database/schema.ts';

type Database = Kysely<Schema> | Transaction<Schema>;

/** This creator's connections, the oldest first. */
export const listConnections = (db: Database, creatorId: string): Promise<Connection[]> =>
	db
		.selectFrom('connections')
		.selectAll()
		.where('creator_id', '=', creatorId)
		.orderBy('connected_at')
		.orderBy('id')
		.execute();

/** One of this creator's connections; another creator's is as unknown as none. */
export const findConnection = (db: Database, creatorId: string, id: string) =>
	db
		.selectFrom('connections')
		.selectAll()
		.where('id', '=', id)
		.where('creator_id', '=', creatorId)
		.executeTakeFirst();

/** The connection of an account, whoever has it. */
export const findByAccount = (db: Database, provider: ProviderId, accountId: string) =>
	db
		.selectFrom('connections')
		.selectAll()
		.where('provider', '=', provider)
		.where('account_id', '=', accountId)
		.executeTakeFirst();

/** A connection whoever has it. */
export const findConnected = (db: Database, id: string) =>
	db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirst();

/** Whether any of these accounts is connected here, or one that this person once consented to. */
export async function isKnownAccount(db: Database, appScopedId: string, accountIds: string[]) {
	const row = await db
		.selectFrom('connections')
		.select('id')
		.where((eb) =>
			eb.or([eb('app_scoped_id', '=', appScopedId), eb('account_id', 'in', [...accountIds, ''])])
		)
		.executeTakeFirst();
	return row !== undefined;
}

/** A Facebook sign-in counts for everything that this person connected, kept token or not. */
export async function noteFacebookSignIn(
	db: Database,
	creatorId: string,
	person: { userId: string; userTokenExpiresAt: number | null; dataAccessExpiresAt: number | null }
) {
	await db
		.updateTable('connections')
		.set({
			user_token_expires_at: person.userTokenExpiresAt,
			data_access_expires_at: person.dataAccessExpiresAt
		})
		.where('provider', '=', 'facebook')
		.where('app_scoped_id', '=', person.userId)
		.where('creator_id', '=', creatorId)
		.where('disconnected_at', 'is', null)
		.execute();
}

/**
 * Whether the same Facebook user has other connections here, which revoking at Meta would end too
 * (Graph API, User Permissions: it takes back all that this person allowed the app).
 */
export async function doOthersLive(
	db: Database,
	{ id, provider, app_scoped_id }: Pick<Connection, 'id' | 'provider' | 'app_scoped_id'>
) {
	if (provider !== 'facebook') return false;
	const other = await db
		.selectFrom('connections')
		.select('id')
		.where('provider', '=', provider)
		.where('app_scoped_id', '=', app_scoped_id)
		.where('id', '!=', id)
		.where('disconnected_at', 'is', null)
		// A removed app took its token: there is nothing to end, and nothing that could revoke later.
		.where('token_sealed', 'is not', null)
		.executeTakeFirst();
	return other !== undefined;
}

/** The living connections that one person brought by Facebook Login: one consent is for them all. */
export const listOfFacebookUser = (db: Database, creatorId: string, userId: string) =>
	db
		.selectFrom('connections')
		.selectAll()
		.where('provider', '=', 'facebook')
		.where('app_scoped_id', '=', userId)
		.where('creator_id', '=', creatorId)
		.where('disconnected_at', 'is', null)
		.execute();

/** This creator's connections of the same Instagram account by the other login. */
export const findTwins = (db: Database, { creator_id, account_id, provider }: Connection) =>
	db
		.selectFrom('connections')
		.selectAll()
		.where('creator_id', '=', creator_id)
		.where('account_id', '=', account_id)
		.where('provider', '!=', provider)
		.execute();

/** What a consent brought, ready to be stored. */
export type ConsentedConnection = Pick<
	Connection,
	| 'id'
	| 'creator_id'
	| 'provider'
	| 'account_id'
	| 'app_scoped_id'
	| 'username'
	| 'name'
	| 'account_type'
	| 'granted'
	| 'asked'
	| 'asked_latest'
	| 'dismissed'
	| 'connected_at'
	| 'issued_at'
	| 'expires_at'
	| 'user_token_expires_at'
	| 'data_access_expires_at'
	| 'token_sealed'
	| 'jitter_ms'
	| 'next_attempt_at'
>;

/** A consent starts over: no failure, no end, no lease, and no older token to fall back on. */
const FRESH = {
	previous_token_sealed: null,
	previous_issued_at: null,
	previous_expires_at: null,
	lease_owner: null,
	lease_until: null,
	last_refresh_at: null,
	failures: 0,
	failing_since: null,
	failing_cause: null,
	ended_cause: null,
	ended_at: null,
	cause_detail: null,
	unreadable: 0,
	disconnected_at: null,
	revocation_outcome: null,
	revocation_message: null
} as const;

/** Stores a consented connection and its line in the ledger; `earlier` keeps its id and picture. */
export async function saveConsented(
	trx: Transaction<Schema>,
	connection: ConsentedConnection,
	earlier: Connection | undefined
) {
	if (earlier) {
		await trx
			.updateTable('connections')
			.set({ ...connection, ...FRESH, token_version: earlier.token_version + 1 })
			.where('id', '=', earlier.id)
			.execute();
	} else {
		await trx
			.insertInto('connections')
			.values({
				...connection,
				...FRESH,
				token_version: 1,
				picture_type: null,
				picture_version: null
			})
			.execute();
	}
	await trx
		.insertInto('renewals')
		.values({
			connection_id: connection.id,
			at: connection.connected_at,
			trigger: 'connect',
			outcome: 'connected',
			code: null,
			cause: null,
			detail: null,
			expires_before: earlier?.token_sealed ? earlier.expires_at : null,
			expires_after: connection.expires_at,
			next_due_at: connection.next_attempt_at
		})
		.execute();
}

/** @returns false: there is no such connection any more */
export async function setPicture(
	db: Database,
	id: string,
	picture: { type: string; version: string } | null
) {
	const result = await db
		.updateTable('connections')
		.set({ picture_type: picture?.type ?? null, picture_version: picture?.version ?? null })
		.where('id', '=', id)
		.executeTakeFirst();
	return result.numUpdatedRows === 1n;
}

/**
 * Removes the card of a disconnected connection, with its ledger and its names in the audit log:
 * afterwards nothing leads from the account to them, as a deletion would have to.
 * @returns false when there is none
 */
export const removeCard = (db: Kysely<Schema>, creatorId: string, id: string): Promise<boolean> =>
	db.transaction().execute(async (trx) => {
		const result = await trx
			.deleteFrom('connections')
			.where('id', '=', id)
			.where('creator_id', '=', creatorId)
			.where('disconnected_at', 'is not', null)
			.executeTakeFirst();
		if (result.numDeletedRows !== 1n) return false;
		await forgetInAudit(trx, creatorId);
		return true;
	});
