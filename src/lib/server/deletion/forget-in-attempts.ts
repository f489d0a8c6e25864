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
				eb('account_expected', 'in', usernames),
				eb('account_arrived', 'in', usernames),
				eb.and([eb('creator_id', 'in', creatorIds), eb('consumed_at', 'is not', null)])
			])
		)
		.execute();
}
