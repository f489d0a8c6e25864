import type { Kysely, Transaction } from 'kysely';
import { createHash } from 'node:crypto';
import { days } from '../clock.ts';
import type { SignedRequestTable } from '../database/instance-tables.ts';
import type { Schema } from '../database/schema.ts';
import type { SignedRequest } from '../meta/signed-request.ts';
import { hashOf, newSecret } from '../opaque-secret.ts';

type Kind = SignedRequestTable['kind'];

/** As long as the lines of the audit log. A replay after that is older than any consent. */
export const REQUESTS_KEPT_FOR = days(400);

/**
 * The confirmation code of a request: 128 bits in hex, because Meta wants it alphanumeric. It comes
 * from the bytes of the signature, so the same request has the same code, nobody without the app
 * secret can guess one, and nothing has to be stored of the request itself.
 */
export const codeOf = ({ signature }: SignedRequest, kind: Kind) =>
	createHash('sha256').update(`mooring ${kind}\n`).update(signature).digest('hex').slice(0, 32);

/** Takes a request up; false when it was taken up before. One insert decides between two. */
export async function takeUp(
	trx: Transaction<Schema>,
	request: SignedRequest,
	kind: Kind,
	now: number
): Promise<boolean> {
	const result = await trx
		.insertInto('signedRequests')
		.values({
			codeHash: hashOf(codeOf(request, kind)),
			kind,
			receivedAt: now,
			doneAt: kind === 'deauthorize' ? now : null
		})
		.onConflict((conflict) => conflict.column('codeHash').doNothing())
		.executeTakeFirst();
	return result.numInsertedOrUpdatedRows === 1n;
}

/**
 * Notes that the disk has to be purged, for a removal that nobody signed: like a deletion of Meta's it is
 * pending until that is done, also when the program is killed in between. No page has its code.
 */
export async function owePurge(trx: Transaction<Schema>, now: number) {
	await trx
		.insertInto('signedRequests')
		.values({
			codeHash: hashOf(newSecret()),
			kind: 'data_deletion',
			receivedAt: now,
			doneAt: null
		})
		.execute();
}

/** What the public page tells of a deletion; null: no deletion has this code. */
export async function deletionState(
	db: Kysely<Schema>,
	code: string
): Promise<'done' | 'pending' | null> {
	const row = await db
		.selectFrom('signedRequests')
		.select('doneAt')
		.where('codeHash', '=', hashOf(code))
		.where('kind', '=', 'data_deletion')
		.executeTakeFirst();
	if (!row) return null;
	return row.doneAt === null ? 'pending' : 'done';
}

export async function dropOldSignedRequests(db: Kysely<Schema>, now: number) {
	await db
		.deleteFrom('signedRequests')
		.where('receivedAt', '<=', now - REQUESTS_KEPT_FOR)
		.where('doneAt', 'is not', null)
		.execute();
}
