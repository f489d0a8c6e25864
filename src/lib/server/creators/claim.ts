import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { isSameSecret, newSecret } from '../opaque-secret.ts';

export async function isClaimed(db: Kysely<Schema> | Transaction<Schema>) {
	return (await db.selectFrom('claim').select('id').executeTakeFirst()) !== undefined;
}

/** Makes this creator the owner; false when somebody else was first. One insert decides the race. */
export async function claimInstance(db: Transaction<Schema>, creatorId: string, now: number) {
	const result = await db
		.insertInto('claim')
		.values({ id: 1, creator_id: creatorId, claimed_at: now })
		.onConflict((conflict) => conflict.column('id').doNothing())
		.executeTakeFirst();
	return result.numInsertedOrUpdatedRows === 1n;
}

const claimFile = (dataDir: string) => join(dataDir, 'claim.code');

/** The code that lets the first creator claim the instance: the setting, or one made once and kept. */
export function readClaimCode(dataDir: string, setting: string | null): string {
	if (setting) return setting;
	try {
		return readFileSync(claimFile(dataDir), 'utf8').trim();
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
	}
	const code = newSecret();
	writeFileSync(claimFile(dataDir), `${code}\n`, { mode: 0o600 });
	return code;
}

export const dropClaimCode = (dataDir: string) => rmSync(claimFile(dataDir), { force: true });

/** Whether a code opens this instance to its first creator. */
export const isClaimCode = (given: string, dataDir: string, setting: string | null) =>
	given.length <= 200 && isSameSecret(given, readClaimCode(dataDir, setting));

export const claimLink = (origin: URL, code: string) => new URL(`/claim/${code}`, origin).href;
