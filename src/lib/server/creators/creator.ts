import type { Kysely, Transaction } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { ProviderId } from '../../logins.ts';
import type { CreatorView } from '../../view.ts';
import type { Schema } from '../database/schema.ts';

type Database = Kysely<Schema> | Transaction<Schema>;
export type AccountRef = { provider: ProviderId; accountId: string };

/** The creator that this account may sign in, or null: it is no identity. */
export async function creatorOfIdentity(db: Database, account: AccountRef) {
	const row = await db
		.selectFrom('identities')
		.select('creatorId')
		.where('provider', '=', account.provider)
		.where('accountId', '=', account.accountId)
		.executeTakeFirst();
	return row?.creatorId ?? null;
}

export async function ownerId(db: Database) {
	const row = await db.selectFrom('claim').select('creatorId').executeTakeFirst();
	return row?.creatorId ?? null;
}

/** The creator whose identity has this username (case does not count), or null. */
export async function creatorByUsername(db: Database, username: string) {
	// Compared here: SQLite's lower() knows ASCII only.
	const rows = await db.selectFrom('identities').select(['creatorId', 'username']).execute();
	const same = rows.filter((row) => row.username.toLowerCase() === username.toLowerCase());
	const [creatorId = null, ...others] = new Set(same.map((row) => row.creatorId));
	return others.length === 0 ? creatorId : null;
}

export async function readCreator(db: Database, id: string): Promise<CreatorView | null> {
	const creator = await db
		.selectFrom('creators')
		.select('id')
		.where('id', '=', id)
		.executeTakeFirst();
	if (!creator) return null;
	const identities = await db
		.selectFrom('identities')
		.select(['provider', 'accountId', 'username'])
		.where('creatorId', '=', id)
		.orderBy('createdAt')
		.execute();
	return { id, isOwner: (await ownerId(db)) === id, identities };
}

/** Every creator with what they sign in with, the first one first. */
export async function listCreators(db: Database) {
	const creators = await db
		.selectFrom('creators')
		.selectAll()
		.orderBy('createdAt')
		.orderBy('id')
		.execute();
	const identities = await db
		.selectFrom('identities')
		.select(['creatorId', 'provider', 'username'])
		.orderBy('createdAt')
		.execute();
	return creators.map(({ id, createdAt }) => ({
		id,
		since: new Date(createdAt).toISOString(),
		identities: identities
			.filter(({ creatorId }) => creatorId === id)
			.map(({ provider, username }) => ({ provider, username }))
	}));
}

export async function addCreator(db: Database, now: number) {
	const id = randomUUID();
	await db.insertInto('creators').values({ id, createdAt: now }).execute();
	return id;
}

/** Lets an account sign its creator in from now on. */
export async function addIdentity(
	db: Database,
	creatorId: string,
	account: AccountRef & { username: string },
	now: number
) {
	await db
		.insertInto('identities')
		.values({
			provider: account.provider,
			accountId: account.accountId,
			creatorId,
			username: account.username,
			createdAt: now
		})
		.execute();
}

/** Instagram names change; the identity shows the latest that was seen. */
export async function renameIdentity(db: Database, account: AccountRef, username: string) {
	await db
		.updateTable('identities')
		.set({ username })
		.where('provider', '=', account.provider)
		.where('accountId', '=', account.accountId)
		.where('username', '!=', username)
		.execute();
}

/** Keeps the other id under which Meta may name an identity in what it signs. */
export async function noteAppScopedId(db: Database, account: AccountRef, appScopedId: string) {
	await db
		.updateTable('identities')
		.set({ appScopedId })
		.where('provider', '=', account.provider)
		.where('accountId', '=', account.accountId)
		.execute();
}
