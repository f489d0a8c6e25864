import type { Kysely, Transaction } from 'kysely';
import { days } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import { hashOf, newSecret } from '../opaque-secret.ts';

type Database = Kysely<Schema> | Transaction<Schema>;

/** How long an invitation stays open. */
export const INVITATION_LIFE = days(7);

/** An open invitation as the owner sees it: named by its hash, which opens nothing. */
type InvitationView = {
	hash: string;
	/** For whom it is; null: not told. */
	label: string | null;
	/** ISO 8601 UTC. */
	madeAt: string;
	expiresAt: string;
};

/**
 * Makes a one-time link that lets one newcomer in. Only its hash is kept: it is shown once.
 * @param label for whom it is, to tell it from others in the list; null: not told
 */
export async function makeInvitation(
	db: Database,
	madeBy: string,
	origin: URL,
	now: number,
	label: string | null = null
): Promise<string> {
	const code = newSecret();
	await db
		.insertInto('invitations')
		.values({
			codeHash: hashOf(code),
			madeBy,
			createdAt: now,
			expiresAt: now + INVITATION_LIFE,
			label
		})
		.execute();
	return new URL(`/invitation/${code}`, origin).href;
}

/** The open invitation of a code, or null: wrong, spent, taken back or too old. */
export async function findInvitation(db: Database, code: string, now: number) {
	const row = await db
		.selectFrom('invitations')
		.select(['codeHash', 'expiresAt'])
		.where('codeHash', '=', hashOf(code))
		.where('expiresAt', '>', now)
		.executeTakeFirst();
	return row ? { hash: row.codeHash, expiresAt: row.expiresAt } : null;
}

/** Spends an invitation: one statement, so that of two newcomers with the same link one comes in. */
export async function spendInvitation(db: Database, hash: string, now: number) {
	const spent = await db
		.deleteFrom('invitations')
		.where('codeHash', '=', hash)
		.where('expiresAt', '>', now)
		.returning('codeHash')
		.executeTakeFirst();
	return spent !== undefined;
}

/** Takes an open invitation back; false where there is none. */
export async function revokeInvitation(db: Database, hash: string) {
	const revoked = await db
		.deleteFrom('invitations')
		.where('codeHash', '=', hash)
		.returning('codeHash')
		.executeTakeFirst();
	return revoked !== undefined;
}

/** Every open invitation, the newest first. */
export async function listInvitations(db: Database, now: number): Promise<InvitationView[]> {
	const rows = await db
		.selectFrom('invitations')
		.selectAll()
		.where('expiresAt', '>', now)
		.orderBy('createdAt', 'desc')
		.orderBy('codeHash')
		.execute();
	return rows.map((row) => ({
		hash: row.codeHash,
		label: row.label,
		madeAt: new Date(row.createdAt).toISOString(),
		expiresAt: new Date(row.expiresAt).toISOString()
	}));
}

export async function dropOldInvitations(db: Database, now: number) {
	await db.deleteFrom('invitations').where('expiresAt', '<=', now).execute();
}
