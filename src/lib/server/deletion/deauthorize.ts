import type { Kysely, Transaction } from 'kysely';
import { audit } from '../audit/audit-log.ts';
import type { Clock } from '../clock.ts';
import { eraseLeft } from '../database/erase.ts';
import { RELEASED } from '../database/lease.ts';
import type { Connection, Schema } from '../database/schema.ts';
import type { SignedRequest } from '../meta/signed-request.ts';
import { type Tell, tellNobody } from '../tell.ts';
import { removedConnections } from './data-subject.ts';
import { takeUp } from './signed-requests.ts';

export type DeauthorizeDeps = {
	db: Kysely<Schema>;
	/** The clock of connections. */
	clock: Clock;
	address: string | null;
	tell?: Tell;
};

/**
 * Somebody removed the app at Meta: their tokens are erased, and their connections need a new
 * consent. The same request again, one for an unknown id, and one signed before the latest consent
 * change nothing; the last two are noted as nobody's (Meta, "Deauthorize Callback").
 */
export async function deauthorize(deps: DeauthorizeDeps, request: SignedRequest): Promise<void> {
	const now = deps.clock.now();
	const hasErased = await deps.db.transaction().execute(async (trx) => {
		if (!(await takeUp(trx, request, 'deauthorize', now))) return false;
		const removed = await removedConnections(trx, request);
		for (const connection of removed) {
			await end(trx, connection, { now, address: deps.address });
			await (deps.tell ?? tellNobody)(trx, { what: 'connection', id: connection.id });
		}
		if (removed.length === 0)
			await audit(trx, { kind: 'deauthorized', at: now, address: deps.address });
		return removed.length > 0;
	});
	if (hasErased) await eraseLeft(deps.db);
}

async function end(
	trx: Transaction<Schema>,
	connection: Connection,
	{ now, address }: { now: number; address: string | null }
) {
	await trx
		.updateTable('connections')
		.set({
			tokenSealed: null,
			previousTokenSealed: null,
			previousIssuedAt: null,
			previousExpiresAt: null,
			// A renewal under way must not bring a token back.
			tokenVersion: connection.tokenVersion + 1,
			nextAttemptAt: null,
			...RELEASED,
			endedCause: 'app_removed',
			endedAt: now,
			causeDetail: null,
			unreadable: 0
		})
		.where('id', '=', connection.id)
		.execute();
	await audit(trx, {
		kind: 'deauthorized',
		at: now,
		creatorId: connection.creatorId,
		connectionId: connection.id,
		detail: { username: connection.username },
		address
	});
}
