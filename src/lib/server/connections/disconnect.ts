import type { Kysely } from 'kysely';
import type { Revocation } from '../../view.ts';
import { audit, noteRevocation } from '../audit/audit-log.ts';
import { type Clock, seconds } from '../clock.ts';
import { eraseLeft } from '../database/erase.ts';
import { RELEASED } from '../database/lease.ts';
import type { Connection, Schema } from '../database/schema.ts';
import { locked } from '../errors.ts';
import { causeOf, CouldNotSend, MetaRefused, UnexpectedAnswer } from '../meta/errors.ts';
import type { Login } from '../meta/provider.ts';
import { type TokenVault, UnreadableToken } from '../vault/token-vault.ts';
import { type Revoked, revocation } from '../problems/revocation.ts';
import { type Tell, tellNobody } from '../tell.ts';
import { doOthersLive } from './store.ts';

/** Short: the creator waits, and the token is gone here whatever Meta says. */
const REVOKING = { timeoutMs: seconds(5) };

export type DisconnectDeps = {
	db: Kysely<Schema>;
	vault: TokenVault;
	clock: Clock;
	/** null where this login is no longer configured: Meta cannot be asked. */
	provider: Login | null;
	address: string | null;
	tell?: Tell;
};

/**
 * Erases the sealed token, then asks Meta to revoke it, and says what came of it. Twice is fine.
 * @throws AppError locked: a token that cannot be opened could not be revoked either
 */
export async function disconnect(
	deps: DisconnectDeps,
	connection: Connection
): Promise<Revocation> {
	if (connection.disconnectedAt !== null) return answerOf(revocation('before'));
	if (deps.vault.isLocked) throw locked();
	const erased = await erase(deps, connection.id);
	if (!erased) return answerOf(revocation('before'));
	const revoked = await revocationOf(deps, erased);
	await deps.db.transaction().execute(async (trx) => {
		await trx
			.updateTable('connections')
			.set({ revocationOutcome: revoked.outcome, revocationMessage: revoked.message })
			.where('id', '=', connection.id)
			.where('disconnectedAt', 'is not', null)
			.execute();
		const { outcome, fact } = revoked;
		await noteRevocation(trx, erased.line, { revocation: outcome, fact });
	});
	return answerOf(revoked);
}

const answerOf = ({ outcome, message }: Revoked): Revocation => ({ outcome, message });

type Erased = { before: Connection; othersLive: boolean; line: number };

/** Asks Meta to revoke an erased token, where it can be asked, and says what came of it. */
export function revocationOf(
	{ vault, provider }: Pick<DisconnectDeps, 'vault' | 'provider'>,
	{ before, othersLive }: Omit<Erased, 'line'>
): Promise<Revoked> | Revoked {
	if (othersLive) return revocation('others_live');
	// Its token went with a removal at Meta, or with the key that sealed it.
	if (before.endedCause === 'key_lost') return revocation('unreadable');
	if (before.tokenSealed === null) return { ...revocation('nothing_left'), outcome: 'not_tried' };
	const token = openOrNull(vault, before);
	if (token === null) return revocation('unreadable');
	if (provider === null) return revocation('not_configured');
	return revoke(provider, token, before.appScopedId);
}

/**
 * One transaction: the tokens go, a reconnect under way loses its right to bring them back, and the
 * audit log has its line whatever comes next.
 * @returns null when it was disconnected already
 */
async function erase(deps: DisconnectDeps, id: string): Promise<Erased | null> {
	const erased = await deps.db.transaction().execute(async (trx) => {
		const row = await trx
			.selectFrom('connections')
			.selectAll()
			.where('id', '=', id)
			.where('disconnectedAt', 'is', null)
			.executeTakeFirst();
		if (!row) return null;
		const stopped = revocation('stopped');
		await trx
			.updateTable('connections')
			.set({
				tokenSealed: null,
				previousTokenSealed: null,
				// A renewal under way must not bring a token back.
				tokenVersion: row.tokenVersion + 1,
				nextAttemptAt: null,
				...RELEASED,
				disconnectedAt: deps.clock.now(),
				revocationOutcome: stopped.outcome,
				revocationMessage: stopped.message
			})
			.where('id', '=', id)
			.execute();
		await trx
			.updateTable('attempts')
			.set({ problem: 'was_disconnected' })
			.where('connectionId', '=', id)
			.where('problem', 'is', null)
			.execute();
		const line = await audit(trx, {
			kind: 'disconnected',
			at: deps.clock.now(),
			creatorId: row.creatorId,
			connectionId: row.id,
			detail: { username: row.username, revocation: stopped.outcome, fact: stopped.fact },
			address: deps.address
		});
		await (deps.tell ?? tellNobody)(trx, { what: 'connection', id });
		return { before: row, othersLive: await doOthersLive(trx, row), line };
	});
	await eraseLeft(deps.db);
	return erased;
}

async function revoke(provider: Login, token: string, appScopedId: string): Promise<Revoked> {
	try {
		await provider.revoke(token, REVOKING, appScopedId);
		return revocation('revoked');
	} catch (error) {
		if (error instanceof CouldNotSend) return revocation('unreachable');
		if (causeOf(error) === 'app_removed') return revocation('nothing_left');
		if (error instanceof MetaRefused) return revocation('refused', error.words);
		const isAnswer =
			error instanceof UnexpectedAnswer && error.httpStatus >= 400 && error.httpStatus < 500;
		return revocation(isAnswer ? 'odd_refusal' : 'odd_answer');
	}
}

function openOrNull(vault: TokenVault, connection: Connection) {
	if (connection.tokenSealed === null) return null;
	try {
		return vault.open(connection.tokenSealed, {
			connectionId: connection.id,
			provider: connection.provider,
			accountId: connection.accountId
		});
	} catch (error) {
		if (error instanceof UnreadableToken) return null;
		throw error;
	}
}
