import { AppError, locked, notFound } from '../errors.ts';
import type { Connection } from '../database/schema.ts';
import type { RenewalDeps } from './deps.ts';
import { renewOrJoin } from './join.ts';
import { isTooYoung, MIN_AGE } from './policy.ts';
import { LEASE } from './queue.ts';

/**
 * A renewal by hand, of an ended connection too: it may have healed. Resolves once Meta was asked,
 * whatever it said; joins a renewal that is under way.
 * @throws AppError not_found; not_connected, locked, token_too_young (409); not_configured (503):
 * Meta was not asked
 */
export async function renewNow(deps: RenewalDeps, connectionId: string): Promise<void> {
	const { db, vault, clock } = deps;
	const connection = await db
		.selectFrom('connections')
		.selectAll()
		.where('id', '=', connectionId)
		.executeTakeFirst();
	if (!connection) throw notFound();
	if (connection.disconnected_at !== null) {
		throw new AppError('not_connected', 'This account is disconnected. Connect it again first.');
	}
	if (connection.token_sealed === null) {
		throw new AppError('not_connected', 'The app was removed at Meta. Connect this account again.');
	}
	if (vault.isLocked) throw locked();
	const provider = deps.providers[connection.provider];
	if (!provider) {
		throw new AppError('not_configured', 'The login of this connection is not configured.');
	}
	const now = clock.now();
	const hasAge = provider.refresh === null || !isTooYoung(connection.issued_at, now);
	if (!hasAge && !isLeased(connection, now)) {
		throw tooYoung(connection, now);
	}
	const result = await renewOrJoin(deps, connectionId, 'manual');
	if (result === 'skipped') throw locked();
}

/** A renewal that waits for `/me` has stored its young token already: it is joined all the same. */
const isLeased = ({ lease_until }: Connection, now: number) =>
	lease_until !== null && lease_until > now && lease_until <= now + LEASE;

function tooYoung({ issued_at }: Connection, now: number) {
	const minutesLeft = Math.ceil((issued_at + MIN_AGE - now) / 60_000);
	const wait = minutesLeft > 90 ? `${Math.ceil(minutesLeft / 60)} hours` : `${minutesLeft} min`;
	return new AppError(
		'token_too_young',
		`Meta renews no token in its first 24 hours. This one can be renewed in ${wait}.`
	);
}
