import type { Kysely, Transaction } from 'kysely';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { diskFault } from '../database/disk-faults.ts';
import type { Schema } from '../database/schema.ts';
import { readSecretFile, writeSecretFile } from '../database/secret-file.ts';
import { StartError } from '../errors.ts';
import { isSameSecret, newSecret } from '../opaque-secret.ts';
import { CLAIM_CODE } from '../settings/secrets.ts';

export async function isClaimed(db: Kysely<Schema> | Transaction<Schema>) {
	return (await db.selectFrom('claim').select('id').executeTakeFirst()) !== undefined;
}

/** Makes this creator the owner; false when somebody else was first. One insert decides the race. */
export async function claimInstance(db: Transaction<Schema>, creatorId: string, now: number) {
	const result = await db
		.insertInto('claim')
		.values({ id: 1, creatorId, claimedAt: now })
		.onConflict((conflict) => conflict.column('id').doNothing())
		.executeTakeFirst();
	return result.numInsertedOrUpdatedRows === 1n;
}

const claimFile = (dataDir: string) => join(dataDir, 'claim.code');

/** The code that the data folder keeps, or null where there is none that is worth the name. */
function keptCode(dataDir: string) {
	const text = readSecretFile(claimFile(dataDir));
	return text !== null && CLAIM_CODE.test(text) ? text : null;
}

/**
 * The code that lets the first creator claim the instance: the setting, or one made once and kept.
 * @throws StartError where it can be neither read nor kept
 */
export function readClaimCode(dataDir: string, setting: string | null): string {
	if (setting) return setting;
	const file = claimFile(dataDir);
	try {
		const kept = keptCode(dataDir);
		if (kept !== null) return kept;
		const what = 'The claim code';
		writeSecretFile(file, newSecret(), { what, replaces: existsSync(file) });
		const made = keptCode(dataDir);
		if (made !== null) return made;
	} catch (error) {
		throw error instanceof StartError ? error : diskFault(`The claim code ${file}`, error);
	}
	throw new StartError(`The claim code ${file} was taken away as it was made; try again.`);
}

export const dropClaimCode = (dataDir: string) => rmSync(claimFile(dataDir), { force: true });

/** Whether a code opens this instance to its first creator; a folder without a code opens to nobody. */
export const isClaimCode = (given: string, dataDir: string, setting: string | null) =>
	CLAIM_CODE.test(given) && isSameSecret(given, setting ?? keptCode(dataDir) ?? '');

export const claimLink = (origin: URL, code: string) => new URL(`/claim/${code}`, origin).href;
