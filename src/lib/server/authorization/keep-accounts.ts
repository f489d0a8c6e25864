import type { Transaction } from 'kysely';
import {
	type ConnectDeps,
	type ConsentedAccount,
	keepConsent,
	type Kept
} from '../connections/connect.ts';
import { findByAccount } from '../connections/store.ts';
import type { Attempt, Schema } from '../database/schema.ts';
import { attemptNow, refuseOtherAccount, refuseTaken, refuseUndoing } from './account-check.ts';

/** Connects the accounts of a consent to a creator who is signed in: all of them, or none. */
export const connectTo = (
	deps: ConnectDeps,
	attempt: Attempt,
	accounts: ConsentedAccount[],
	creatorId: string
): Promise<Kept[]> =>
	deps.db.transaction().execute(async (trx) => {
		// Read anew: a disconnect while Meta was asking takes its right to bring back away.
		const current = await attemptNow(trx, attempt.id);
		return keepAll(trx, deps, current, accounts, creatorId);
	});

/** Stores every account of a consent for a creator, in the caller's one transaction. */
export async function keepAll(
	trx: Transaction<Schema>,
	deps: ConnectDeps,
	attempt: Attempt,
	accounts: ConsentedAccount[],
	creatorId: string
) {
	const kept: Kept[] = [];
	for (const account of accounts) {
		const earlier = await findByAccount(trx, deps.provider.id, account.profile.accountId);
		await refuseOtherAccount(trx, attempt, account);
		await refuseTaken(trx, deps.provider.id, account, creatorId);
		refuseUndoing(attempt, earlier);
		kept.push(await keepConsent(trx, deps, attempt, account, { creatorId, earlier }));
	}
	return kept;
}
