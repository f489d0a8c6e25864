import type { Connection } from '../database/schema.ts';
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
	return stored ? tokenNow(deps, stored) : { reason: 'unknown' };
}

/** The same for a connection that was just read. */
export async function tokenNow(
	deps: RenewalDeps,
	stored: Connection
): Promise<CurrentToken | NoToken> {
	const isDue = stored.nextAttemptAt !== null && stored.nextAttemptAt <= deps.clock.now();
	const mayRenew = stored.disconnectedAt === null && stored.endedCause === null;
	if (!isDue || !mayRenew || deps.vault.isLocked) return openOf(deps, stored);
	await renewOrJoin(deps, stored.id, 'schedule');
	const renewed = await read(deps, stored.id);
	return renewed ? openOf(deps, renewed) : { reason: 'unknown' };
}

function openOf({ vault, clock }: RenewalDeps, stored: Connection): CurrentToken | NoToken {
	if (stored.disconnectedAt !== null) return { reason: 'not_connected' };
	if (stored.tokenSealed === null) return { reason: 'needs_reconnect' };
	if (vault.isLocked) return { reason: 'locked' };
	if (stored.endedCause !== null) return { reason: 'needs_reconnect' };
	if (stored.expiresAt !== null && stored.expiresAt <= clock.now()) return { reason: 'expired' };
	const { id, provider, accountId } = stored;
	try {
		const place = { connectionId: id, provider, accountId };
		return { token: vault.open(stored.tokenSealed, place), expiresAt: stored.expiresAt };
	} catch (error) {
		if (error instanceof UnreadableToken) return { reason: 'locked' };
		throw error;
	}
}

const read = ({ db }: RenewalDeps, id: string) =>
	db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirst();
