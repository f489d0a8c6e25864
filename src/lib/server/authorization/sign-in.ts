import { audit } from '../audit/audit-log.ts';
import {
	type ConnectDeps,
	type ConsentedAccount,
	keepConsent,
	type Kept,
	scopeList
} from '../connections/connect.ts';
import { findByAccount, isKnownAccount } from '../connections/store.ts';
import { creatorOfIdentity } from '../creators/creator.ts';
import type { Attempt, Connection } from '../database/schema.ts';
import { causeOf } from '../meta/errors.ts';
import type { Login } from '../meta/provider.ts';
import { isEndedCause } from '../problems/causes.ts';
import { ConnectProblem } from '../problems/connect-problem.ts';
import { UnreadableToken } from '../vault/token-vault.ts';
import { IN_CALLBACK } from './instagram-consent.ts';

export type SignInDeps = ConnectDeps & { provider: Login };

/**
 * The creator whom an identity signs in, or who proves by it who it is.
 * @param accountIds all accounts that came along: one of them may be connected and no identity
 * @throws ConnectProblem not_confirmed (a proof by an account that does not sign this creator in),
 * invitation_ended, not_an_identity (a connected account that may not sign in), stranger
 */
export async function creatorToSignIn(
	{ db, provider }: SignInDeps,
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
			'This account is connected, but is no sign-in.',
			arrived
		);
	}
	throw stranger(identity);
}

const stranger = ({ username }: ConsentedAccount['identity']) =>
	new ConnectProblem('stranger', 'This instance is private.', { arrived: username });

/**
 * Signs a creator in. The tokens that come along are dropped unstored, unless one is better than
 * the stored one; they never undo a disconnect.
 * @returns the connections that have a new token now
 * @throws ConnectProblem stranger: the creator was removed while Meta was asked
 */
export async function signIn(
	deps: SignInDeps,
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

async function isBetter(
	deps: SignInDeps,
	account: ConsentedAccount,
	stored: Connection
): Promise<boolean> {
	// A sign-in never undoes a disconnect. A token that went with the app's removal is no disconnect.
	if (stored.disconnectedAt !== null) return false;
	if (stored.tokenSealed === null || stored.endedCause !== null) return true;
	if (carriesAll(account.permissions, stored.granted)) return true;
	try {
		const token = deps.vault.open(stored.tokenSealed, {
			connectionId: stored.id,
			provider: stored.provider,
			accountId: stored.accountId
		});
		return await isTokenDead(deps.provider, token, stored.accountId);
	} catch (error) {
		if (error instanceof UnreadableToken) return true;
		throw error;
	}
}

function carriesAll(permissions: string[] | null, stored: string | null) {
	if (permissions === null || stored === null) return false;
	return scopeList(stored).every((scope) => permissions.includes(scope));
}

/** Whether a stored token is dead: only a definite answer of Meta counts. */
export async function isTokenDead(
	provider: Login,
	accessToken: string,
	accountId: string
): Promise<boolean> {
	try {
		await provider.readProfile(accessToken, IN_CALLBACK, accountId);
		return false;
	} catch (error) {
		return isEndedCause(causeOf(error));
	}
}
