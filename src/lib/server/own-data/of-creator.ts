import type { Kysely } from 'kysely';
import { ownerId } from '../creators/creator.ts';
import type { Schema } from '../database/schema.ts';
import { LEAVES } from './tables.ts';
import { told } from './told.ts';

/** Who the creator is here, and what signs them in. */
export async function creatorPart(db: Kysely<Schema>, creatorId: string) {
	const row = await db
		.selectFrom('creators')
		.select(LEAVES.creators)
		.where('id', '=', creatorId)
		.executeTakeFirstOrThrow();
	return { ...told(row), isOwner: (await ownerId(db)) === creatorId };
}

export const identitiesPart = async (db: Kysely<Schema>, creatorId: string) =>
	(
		await db
			.selectFrom('identities')
			.select(LEAVES.identities)
			.where('creatorId', '=', creatorId)
			.orderBy('createdAt')
			.execute()
	).map(told);

export const sessionsPart = async (db: Kysely<Schema>, creatorId: string) =>
	(
		await db
			.selectFrom('sessions')
			.select(LEAVES.sessions)
			.where('creatorId', '=', creatorId)
			.orderBy('createdAt')
			.execute()
	).map(told);

/** The browsers that were signed in within the last 400 days. */
export const browsersPart = async (db: Kysely<Schema>, creatorId: string) =>
	(
		await db
			.selectFrom('seenBrowsers')
			.select(LEAVES.seenBrowsers)
			.where('creatorId', '=', creatorId)
			.orderBy('browser')
			.execute()
	).map(told);

export const passkeysPart = async (db: Kysely<Schema>, creatorId: string) =>
	(
		await db
			.selectFrom('passkeys')
			.select(LEAVES.passkeys)
			.where('creatorId', '=', creatorId)
			.orderBy('createdAt')
			.execute()
	).map(told);

/** The invitations of this creator's that are still open. */
export const invitationsPart = async (db: Kysely<Schema>, creatorId: string) =>
	(
		await db
			.selectFrom('invitations')
			.select(LEAVES.invitations)
			.where('madeBy', '=', creatorId)
			.orderBy('createdAt')
			.execute()
	).map(told);
