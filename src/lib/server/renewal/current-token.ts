import { UnreadableToken } from '../vault/token-vault.ts';
import type { RenewalDeps } from './queue.ts';
import { renewOrJoin } from './renew-now.ts';

/** A token that works as far as anybody knows; `expiresAt` in milliseconds, null: not told. */
export type CurrentToken = { token: string; expiresAt: number | null };

/** Why there is none; `expired` is past its time while Meta has not said so yet. */
export type NoToken = {
	reason: 'unknown' | 'not_connected' | 'needs_reconnect' | 'expired' | 'locked';
};

/**
 * The token of a connection, opened, renewed first if due. Where that renewal gets no answer the
 * stored one is handed out, for as long as it has not expired.
 */
export async function currentToken(
	deps: RenewalDeps,
	connectionId: string
): Promise<CurrentToken | NoToken> {
	const stored = await read(deps, connectionId);
	if (!stored) return { reason: 'unknown' };
	const isDue = stored.next_attempt_at !== null && stored.next_attempt_at <= deps.clock.now();
	const mayRenew = stored.disconnected_at === null && stored.ended_cause === null;
	if (!isDue || !mayRenew || deps.vault.isLocked) return openOf(deps, stored);
	await renewOrJoin(deps, connectionId, 'schedule');
	const renewed = await read(deps, connectionId);
	return renewed ? openOf(deps, renewed) : { reason: 'unknown' };
}

type Stored = NonNullable<Awaited<ReturnType<typeof read>>>;

function openOf({ vault, clock }: RenewalDeps, stored: Stored): CurrentToken | NoToken {
	if (stored.disconnected_at !== null) return { reason: 'not_connected' };
	if (stored.token_sealed === null) return { reason: 'needs_reconnect' };
	if (vault.isLocked) return { reason: 'locked' };
	if (stored.ended_cause !== null) return { reason: 'needs_reconnect' };
	if (stored.expires_at !== null && stored.expires_at <= clock.now()) return { reason: 'expired' };
	const { id, provider, account_id } = stored;
	try {
		const place = { connectionId: id, provider, accountId: account_id };
		return { token: vault.open(stored.token_sealed, place), expiresAt: stored.expires_at };
	} catch (error) {
		if (error instanceof UnreadableToken) return { reason: 'locked' };
		throw error;
	}
}

const read = ({ db }: RenewalDeps, id: string) =>
	db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirst();
