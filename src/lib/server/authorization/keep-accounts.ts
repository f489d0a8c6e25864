import type { Transaction } from 'kysely';
import {
	type ConsentedAccount,
	keepConsent,
	keepStored,
	type ConnectDeps,
	type Kept
} from '../connections/connect.ts';
import { findByAccount } from '../connections/store.ts';
import type { Attempt, Connection, Schema } from '../database/schema.ts';
import { attemptNow, refuseOtherAccount, refuseTaken, refuseUndoing } from './account-check.ts';
import { doesStoredDoMore, type TokenCheckDeps } from './better-token.ts';

/** What a consent brought: the accounts that were wanted, and those that it covers as well. */
export type Brought = { wanted: ConsentedAccount[]; alongside: ConsentedAccount[] };

/** Connects the accounts of a consent to a creator who is signed in: all that are wanted, or none. */
export async function connectTo(
	deps: TokenCheckDeps,
	attempt: Attempt,
	{ wanted, alongside }: Brought,
	creatorId: string
): Promise<Kept[]> {
	// Meta is asked before the transaction begins; what changes meanwhile is not held back.
	const better: Connection[] = [];
	for (const account of wanted) {
		const stored = await findByAccount(deps.db, deps.provider.id, account.profile.accountId);
		if (stored && (await doesStoredDoMore(deps, attempt, account, stored))) better.push(stored);
	}
	return deps.db.transaction().execute(async (trx) => {
		// Read anew: a disconnect while Meta was asking takes its right to bring back away.
		const current = await attemptNow(trx, attempt.id);
		const kept = await keepAll(trx, deps, current, wanted, creatorId, better);
		return [...kept, ...(await mendAlongside(trx, deps, current, alongside, creatorId))];
	});
}

/**
 * Stores every account of a consent for a creator, in the caller's one transaction.
 * @param better stored connections whose token may do more: they keep it while it is the same
 */
export async function keepAll(
	trx: Transaction<Schema>,
	deps: ConnectDeps,
	attempt: Attempt,
	accounts: ConsentedAccount[],
	creatorId: string,
	better: Connection[] = []
) {
	const kept: Kept[] = [];
	for (const account of accounts) {
		const earlier = await findByAccount(trx, deps.provider.id, account.profile.accountId);
		await refuseOtherAccount(trx, attempt, account);
		await refuseTaken(trx, deps.provider.id, account, creatorId);
		refuseUndoing(attempt, earlier);
		const stays = better.some(
			({ id, tokenVersion: version }) => id === earlier?.id && version === earlier.tokenVersion
		);
		kept.push(
			earlier && stays
				? await keepStored(trx, deps, attempt, earlier)
				: await keepConsent(trx, deps, attempt, account, { creatorId, earlier })
		);
	}
	return kept;
}

/** One consent of a Facebook user is for all that they connected; a disconnect is never undone. */
async function mendAlongside(
	trx: Transaction<Schema>,
	deps: ConnectDeps,
	attempt: Attempt,
	accounts: ConsentedAccount[],
	creatorId: string
) {
	const kept: Kept[] = [];
	for (const account of accounts) {
		const earlier = await findByAccount(trx, deps.provider.id, account.profile.accountId);
		if (earlier?.creatorId !== creatorId || earlier.disconnectedAt !== null) continue;
		kept.push(await keepConsent(trx, deps, attempt, account, { creatorId, earlier }));
	}
	return kept;
}
