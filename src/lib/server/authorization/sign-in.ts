import { audit } from '../audit/audit-log.ts';
import { type ConsentedAccount, keepConsent, type Kept } from '../connections/connect.ts';
import { findByAccount, isKnownAccount } from '../connections/store.ts';
import { creatorOfIdentity } from '../creators/creator.ts';
import type { Attempt, Connection } from '../database/schema.ts';
import { ConnectProblem } from '../problems/connect-problem.ts';
import { isBetter, type TokenCheckDeps } from './better-token.ts';

/**
 * The creator whom an identity signs in, or who proves by it who it is.
 * @param accountIds all accounts that came along: one of them may be connected and no identity
 * @throws ConnectProblem not_confirmed (a proof by an account that does not sign this creator in),
 * invitation_ended, not_an_identity (a connected account that may not sign in), stranger
 */
export async function creatorToSignIn(
	{ db, provider }: TokenCheckDeps,
	attempt: Pick<Attempt, 'creatorId' | 'invitationHash'>,
	identity: ConsentedAccount['identity'],
	accountIds: string[]
): Promise<string> {
	const account = { provider: provider.id, accountId: identity.accountId };
	const creatorId = await creatorOfIdentity(db, account);
	const arrived = { arrived: identity.username };
	if (attempt.creatorId !== null && attempt.creatorId !== creatorId) {
		throw new ConnectProblem('not_confirmed', 'This account does not sign you in here.', arrived);
	}
	if (creatorId !== null) return creatorId;
	if (attempt.invitationHash !== null) {
		throw new ConnectProblem('invitation_ended', 'The invitation has ended.', arrived);
	}
	if (await isKnownAccount(db, account.accountId, accountIds)) {
		throw new ConnectProblem(
			'not_an_identity',
			'This account is connected, but signs nobody in.',
			arrived
		);
	}
	throw stranger(identity);
}

const stranger = ({ username }: ConsentedAccount['identity']) =>
	new ConnectProblem('stranger', 'This Mooring is private.', { arrived: username });

/**
 * Signs a creator in. The tokens that come along are dropped unstored, unless one is better than
 * the stored one; they never undo a disconnect.
 * @returns the connections that have a new token now
 * @throws ConnectProblem stranger: the creator was removed while Meta was asked
 */
export async function signIn(
	deps: TokenCheckDeps,
	attempt: Attempt,
	{ creatorId, identity }: { creatorId: string; identity: ConsentedAccount['identity'] },
	accounts: ConsentedAccount[]
): Promise<Kept[]> {
	const better: { account: ConsentedAccount; stored: Connection }[] = [];
	for (const account of accounts) {
		const stored = await findByAccount(deps.db, deps.provider.id, account.profile.accountId);
		if (stored?.creatorId !== creatorId) continue;
		if (await isBetter(deps, account, stored)) better.push({ account, stored });
	}
	return deps.db.transaction().execute(async (trx) => {
		const account = { provider: deps.provider.id, accountId: identity.accountId };
		if ((await creatorOfIdentity(trx, account)) !== creatorId) throw stranger(identity);
		await audit(trx, {
			kind: attempt.creatorId === null ? 'signed_in' : 'reauthenticated',
			at: deps.clock.now(),
			creatorId,
			detail: { username: identity.username },
			address: deps.address
		});
		const kept: Kept[] = [];
		for (const { account, stored } of better) {
			const { provider, accountId } = stored;
			const earlier = await findByAccount(trx, provider, accountId);
			// The checks above asked Meta outside this transaction: keep only what still holds.
			if (earlier?.id !== stored.id || earlier.disconnectedAt !== null) continue;
			if (earlier.tokenVersion !== stored.tokenVersion) continue;
			kept.push(await keepConsent(trx, deps, attempt, account, { creatorId, earlier }));
		}
		return kept;
	});
}
