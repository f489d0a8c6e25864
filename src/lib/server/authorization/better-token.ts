import { LOGINS } from '../../logins.ts';
import { type ConnectDeps, type ConsentedAccount, scopeList } from '../connections/connect.ts';
import type { Attempt, Connection } from '../database/schema.ts';
import { causeOf } from '../meta/errors.ts';
import type { Login } from '../meta/provider.ts';
import { isEndedCause } from '../problems/causes.ts';
import { UnreadableToken } from '../vault/token-vault.ts';
import { IN_CALLBACK } from './instagram-consent.ts';

// Which of two tokens of one account to keep: the stored one, or the one that just came.

export type TokenCheckDeps = ConnectDeps & { provider: Login };

/**
 * Whether a connect would lose a permission that the stored token has, and that token lives: it was
 * not asked for now, so nobody meant to take it back. A reconnect asked for everything, and of one
 * person Meta tells what all tokens may do.
 */
export async function doesStoredDoMore(
	deps: TokenCheckDeps,
	attempt: Pick<Attempt, 'connectionId' | 'scopes'>,
	account: ConsentedAccount,
	stored: Connection
): Promise<boolean> {
	if (attempt.connectionId === stored.id || isOver(stored)) return false;
	const isSamePerson = stored.appScopedId === account.profile.appScopedId;
	if (LOGINS[deps.provider.id].brings === 'several accounts' && isSamePerson) return false;
	const brought = account.permissions ?? scopeList(attempt.scopes);
	if (stored.granted === null || carriesAll(brought, stored.granted)) return false;
	return !(await isStoredDead(deps, stored));
}

/**
 * Whether a token that came with a sign-in is kept: it carries at least the same permissions, or the
 * stored one is dead. A sign-in never undoes a disconnect.
 */
export async function isBetter(
	deps: TokenCheckDeps,
	account: ConsentedAccount,
	stored: Connection
): Promise<boolean> {
	if (stored.disconnectedAt !== null) return false;
	if (isOver(stored) || carriesAll(account.permissions, stored.granted)) return true;
	return isStoredDead(deps, stored);
}

/** A token that went with the app's removal is no disconnect. */
const isOver = ({ disconnectedAt, tokenSealed, endedCause }: Connection) =>
	disconnectedAt !== null || tokenSealed === null || endedCause !== null;

function carriesAll(permissions: string[] | null, stored: string | null) {
	if (permissions === null || stored === null) return false;
	return scopeList(stored).every((scope) => permissions.includes(scope));
}

async function isStoredDead(deps: TokenCheckDeps, stored: Connection): Promise<boolean> {
	if (stored.tokenSealed === null) return true;
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
