import type { Kysely } from 'kysely';
import { minutes } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import { hashOf, newSecret } from '../opaque-secret.ts';

export const SIGN_IN_LINK_LIFE = minutes(10);

/** A one-time link that signs this creator in within ten minutes, without any identity. */
export async function makeSignInLink(
	db: Kysely<Schema>,
	creatorId: string,
	origin: URL,
	now: number
) {
	const code = newSecret();
	await db
		.insertInto('signInLinks')
		.values({
			codeHash: hashOf(code),
			creatorId,
			expiresAt: now + SIGN_IN_LINK_LIFE
		})
		.execute();
	return new URL(`/sign-in/${code}`, origin).href;
}

/** Spends a link: the creator that it signs in, or null for a spent, old or unknown one. */
export async function useSignInLink(db: Kysely<Schema>, code: string, now: number) {
	const row = await db
		.deleteFrom('signInLinks')
		.where('codeHash', '=', hashOf(code))
		.returning(['creatorId', 'expiresAt'])
		.executeTakeFirst();
	return row && row.expiresAt > now ? row.creatorId : null;
}

/** Whether a link would sign somebody in; it is not spent by that. */
export async function isSignInLink(db: Kysely<Schema>, code: string, now: number) {
	const row = await db
		.selectFrom('signInLinks')
		.select('expiresAt')
		.where('codeHash', '=', hashOf(code))
		.executeTakeFirst();
	return row !== undefined && row.expiresAt > now;
}

export async function dropOldSignInLinks(db: Kysely<Schema>, now: number) {
	await db.deleteFrom('signInLinks').where('expiresAt', '<=', now).execute();
}
