import { audit } from '../audit/audit-log.ts';
import { creatorOfIdentity } from '../creators/creator.ts';
import type { Attempt, Connection } from '../database/schema.ts';
import { UnreadableToken } from '../vault/token-vault.ts';
import { type Arrival, ConnectProblem, isTokenDead } from './arrival.ts';
import { type ConnectDeps, keepConsent, scopeList } from './connect.ts';
import { findByAccount } from './store.ts';

export type SignedIn = { creatorId: string; keptConnectionId: string | null };

/**
 * Signs in the creator whose identity came back from Meta. The token that comes along is dropped
 * unstored, unless it is better than the stored one; it never undoes a disconnect.
 * @throws ConnectProblem not_an_identity (a connected account that may not sign in), stranger
 */
export async function signInWith(
	deps: ConnectDeps,
	attempt: Attempt,
	arrival: Arrival
): Promise<SignedIn> {
	const account = { provider: deps.provider.id, accountId: arrival.profile.accountId };
	const [creatorId, connection] = await Promise.all([
		creatorOfIdentity(deps.db, account),
		findByAccount(deps.db, account.provider, account.accountId)
	]);
	if (creatorId === null) {
		if (connection) {
			throw new ConnectProblem('not_an_identity', 'This account is connected, but is no sign-in.', {
				arrived: arrival.profile.username
			});
		}
		throw new ConnectProblem('stranger', 'This instance is private.', {
			arrived: arrival.profile.username
		});
	}
	const isKept = connection !== undefined && (await isBetter(deps, arrival, connection));
	return deps.db.transaction().execute(async (trx) => {
		await audit(trx, {
			kind: 'signed_in',
			at: deps.clock.now(),
			creatorId,
			detail: { username: arrival.profile.username },
			address: deps.address
		});
		if (!isKept) return { creatorId, keptConnectionId: null };
		const now = await findByAccount(trx, account.provider, account.accountId);
		// The checks above asked Meta outside this transaction: keep only what still holds.
		if (!now || now.disconnected_at !== null || now.token_version !== connection.token_version) {
			return { creatorId, keptConnectionId: null };
		}
		const id = await keepConsent(trx, deps, attempt, arrival, { creatorId, earlier: now });
		return { creatorId, keptConnectionId: id };
	});
}

async function isBetter(deps: ConnectDeps, arrival: Arrival, stored: Connection): Promise<boolean> {
	// Disconnected: its token is erased, and a sign-in brings none back.
	if (stored.token_sealed === null) return false;
	if (stored.ended_cause !== null) return true;
	if (carriesAll(arrival.permissions, stored.granted)) return true;
	try {
		const token = deps.vault.open(stored.token_sealed, {
			connectionId: stored.id,
			provider: stored.provider,
			accountId: stored.account_id
		});
		return await isTokenDead(deps.provider, token);
	} catch (error) {
		if (error instanceof UnreadableToken) return true;
		throw error;
	}
}

function carriesAll(permissions: string[] | null, stored: string | null) {
	if (permissions === null) return false;
	return stored === null || scopeList(stored).every((scope) => permissions.includes(scope));
}
