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
		.select('creator_id')
		.where('provider', '=', account.provider)
		.where('account_id', '=', account.accountId)
		.executeTakeFirst();
	return row?.creator_id ?? null;
}

export async function ownerId(db: Database) {
	const row = await db.selectFrom('claim').select('creator_id').executeTakeFirst();
	return row?.creator_id ?? null;
}

/** The creator whose identity has this username (case does not count), or null. */
export async function creatorByUsername(db: Database, username: string) {
	// Compared here: SQLite's lower() knows ASCII only.
	const rows = await db.selectFrom('identities').select(['creator_id', 'username']).execute();
	const same = rows.filter((row) => row.username.toLowerCase() === username.toLowerCase());
	const [creatorId = null, ...others] = new Set(same.map((row) => row.creator_id));
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
		.select(['provider', 'account_id as accountId', 'username'])
		.where('creator_id', '=', id)
		.orderBy('created_at')
		.execute();
	return { id, isOwner: (await ownerId(db)) === id, identities };
}

/** Every creator with what they sign in with, the first one first. */
export async function listCreators(db: Database) {
	const creators = await db
		.selectFrom('creators')
		.selectAll()
		.orderBy('created_at')
		.orderBy('id')
		.execute();
	const identities = await db
		.selectFrom('identities')
		.select(['creator_id', 'provider', 'username'])
		.orderBy('created_at')
		.execute();
	return creators.map(({ id, created_at: createdAt }) => ({
		id,
		since: new Date(createdAt).toISOString(),
		identities: identities
			.filter(({ creator_id: creatorId }) => creatorId === id)
			.map(({ provider, username }) => ({ provider, username }))
	}));
}

export async function addCreator(db: Database, now: number) {
	const id = randomUUID();
	await db.insertInto('creators').values({ id, created_at: now }).execute();
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
			account_id: account.accountId,
			creator_id: creatorId,
			username: account.username,
			created_at: now
		})
		.execute();
}

/** Instagram names change; the identity shows the latest that was seen. */
export async function renameIdentity(db: Database, account: AccountRef, username: string) {
	await db
		.updateTable('identities')
		.set({ username })
		.where('provider', '=', account.provider)
		.where('account_id', '=', account.accountId)
		.where('username', '!=', username)
		.execute();
}

/** Keeps the other id under which Meta may name an identity in what it signs. */
export async function noteAppScopedId(db: Database, account: AccountRef, appScopedId: string) {
	await db
		.updateTable('identities')
		.set({ app_scoped_id: appScopedId })
		.where('provider', '=', account.provider)
		.where('account_id', '=', account.accountId)
		.execute();
}
