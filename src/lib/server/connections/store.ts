import type { Kysely, Transaction } from 'kysely';
import { LOGINS, type ProviderId } from '../../logins.ts';
import { forgetInAudit } from '../audit/forget.ts';
import { RELEASED } from '../database/lease.ts';
import type { Connection, Schema } from '../database/schema.ts';

type Database = Kysely<Schema> | Transaction<Schema>;

/** This creator's connections, the oldest first. */
export const listConnections = (db: Database, creatorId: string): Promise<Connection[]> =>
	db
		.selectFrom('connections')
		.selectAll()
		.where('creatorId', '=', creatorId)
		.orderBy('connectedAt')
		.orderBy('id')
		.execute();

/** One of this creator's connections; another creator's is as unknown as none. */
export const findConnection = (db: Database, creatorId: string, id: string) =>
	db
		.selectFrom('connections')
		.selectAll()
		.where('id', '=', id)
		.where('creatorId', '=', creatorId)
		.executeTakeFirst();

/** The connection of an account, whoever has it. */
export const findByAccount = (db: Database, provider: ProviderId, accountId: string) =>
	db
		.selectFrom('connections')
		.selectAll()
		.where('provider', '=', provider)
		.where('accountId', '=', accountId)
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
			eb.or([eb('appScopedId', '=', appScopedId), eb('accountId', 'in', [...accountIds, ''])])
		)
		.executeTakeFirst();
	return row !== undefined;
}

/** A person's sign-in counts for everything that they connected by it, kept token or not. */
export async function notePersonSignIn(
	db: Database,
	creatorId: string,
	person: {
		provider: ProviderId;
		userId: string;
		userTokenExpiresAt: number | null;
		dataAccessExpiresAt: number | null;
	}
) {
	await db
		.updateTable('connections')
		.set({
			userTokenExpiresAt: person.userTokenExpiresAt,
			dataAccessExpiresAt: person.dataAccessExpiresAt
		})
		.where('provider', '=', person.provider)
		.where('appScopedId', '=', person.userId)
		.where('creatorId', '=', creatorId)
		.where('disconnectedAt', 'is', null)
		.execute();
}

/**
 * Whether the same person has other connections here, which revoking at Meta would end too
 * (Graph API, User Permissions: it takes back all that this person allowed the app).
 */
export async function doOthersLive(
	db: Database,
	{ id, provider, appScopedId }: Pick<Connection, 'id' | 'provider' | 'appScopedId'>
) {
	if (LOGINS[provider].brings === 'one account') return false;
	const other = await db
		.selectFrom('connections')
		.select('id')
		.where('provider', '=', provider)
		.where('appScopedId', '=', appScopedId)
		.where('id', '!=', id)
		.where('disconnectedAt', 'is', null)
		// A removed app took its token: there is nothing to end, and nothing that could revoke later.
		.where('tokenSealed', 'is not', null)
		.executeTakeFirst();
	return other !== undefined;
}

/** The living connections that one person brought: one consent is for them all. */
export const listOfPerson = (
	db: Database,
	creatorId: string,
	{ provider, userId }: { provider: ProviderId; userId: string }
) =>
	db
		.selectFrom('connections')
		.selectAll()
		.where('provider', '=', provider)
		.where('appScopedId', '=', userId)
		.where('creatorId', '=', creatorId)
		.where('disconnectedAt', 'is', null)
		.execute();

/** This creator's connections of the same Instagram account by the other login. */
export const findTwins = (db: Database, { creatorId, accountId, provider }: Connection) =>
	db
		.selectFrom('connections')
		.selectAll()
		.where('creatorId', '=', creatorId)
		.where('accountId', '=', accountId)
		.where('provider', '!=', provider)
		.execute();

/** What a consent brought, ready to be stored. */
export type ConsentedConnection = Pick<
	Connection,
	| 'id'
	| 'creatorId'
	| 'provider'
	| 'accountId'
	| 'appScopedId'
	| 'username'
	| 'name'
	| 'accountType'
	| 'pageId'
	| 'pageName'
	| 'granted'
	| 'asked'
	| 'askedLatest'
	| 'dismissed'
	| 'connectedAt'
	| 'issuedAt'
	| 'expiresAt'
	| 'userTokenExpiresAt'
	| 'dataAccessExpiresAt'
	| 'tokenSealed'
	| 'jitterMs'
	| 'nextAttemptAt'
>;

/** A consent starts over: no failure, no end, no lease, and no older token to fall back on. */
const FRESH = {
	previousTokenSealed: null,
	previousIssuedAt: null,
	previousExpiresAt: null,
	...RELEASED,
	lastRefreshAt: null,
	failures: 0,
	failingSince: null,
	failingCause: null,
	endedCause: null,
	endedAt: null,
	causeDetail: null,
	unreadable: 0,
	disconnectedAt: null,
	revocationOutcome: null,
	revocationMessage: null
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
			.set({ ...connection, ...FRESH, tokenVersion: earlier.tokenVersion + 1 })
			.where('id', '=', earlier.id)
			.execute();
	} else {
		await trx
			.insertInto('connections')
			.values({
				...connection,
				...FRESH,
				tokenVersion: 1,
				pictureType: null,
				pictureVersion: null
			})
			.execute();
	}
	await trx
		.insertInto('renewals')
		.values({
			connectionId: connection.id,
			at: connection.connectedAt,
			trigger: 'connect',
			outcome: 'connected',
			code: null,
			cause: null,
			detail: null,
			expiresBefore: earlier?.tokenSealed ? earlier.expiresAt : null,
			expiresAfter: connection.expiresAt,
			nextDueAt: connection.nextAttemptAt
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
		.set({ pictureType: picture?.type ?? null, pictureVersion: picture?.version ?? null })
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
			.where('creatorId', '=', creatorId)
			.where('disconnectedAt', 'is not', null)
			.executeTakeFirst();
		if (result.numDeletedRows !== 1n) return false;
		await forgetInAudit(trx, creatorId);
		return true;
	});
