import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';

/**
 * Drops the attempts that have something of a person: those that name an account of theirs for the
 * page of cause, and what their creator has under way, which so loses its right to store anything.
 */
export async function forgetInAttempts(
	trx: Transaction<Schema>,
	creatorIds: string[],
	usernames: string[]
) {
	await trx
		.deleteFrom('attempts')
		.where((eb) =>
			eb.or([
				eb('accountExpected', 'in', usernames),
				eb('accountArrived', 'in', usernames),
				eb.and([eb('creatorId', 'in', creatorIds), eb('consumedAt', 'is not', null)])
			])
		)
		.execute();
}
