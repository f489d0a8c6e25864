import type { Kysely } from 'kysely';
import { LOGINS } from '../../logins.ts';
import type { Revocation } from '../../view.ts';
import { audit, noteRevocation } from '../audit/audit-log.ts';
import { type Clock, seconds } from '../clock.ts';
import { checkpoint } from '../database/erase.ts';
import { RELEASED } from '../database/lease.ts';
import type { Connection, Schema } from '../database/schema.ts';
import { locked } from '../errors.ts';
import { causeOf, CouldNotSend, MetaRefused, UnexpectedAnswer } from '../meta/errors.ts';
import type { Login } from '../meta/provider.ts';
import { type TokenVault, UnreadableToken } from '../vault/token-vault.ts';
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
};

/**
 * Erases the sealed token, then asks Meta to revoke it, and says what came of it. Twice is fine.
 * @throws AppError locked: a token that cannot be opened could not be revoked either
 */
export async function disconnect(
	deps: DisconnectDeps,
	connection: Connection
): Promise<Revocation> {
	if (connection.disconnectedAt !== null) {
		return DISCONNECTED_BEFORE;
	}
	if (deps.vault.isLocked) throw locked();
	const erased = await erase(deps, connection.id);
	if (!erased) return DISCONNECTED_BEFORE;
	const revocation = await revocationOf(deps, erased);
	await deps.db.transaction().execute(async (trx) => {
		await trx
			.updateTable('connections')
			.set({ revocationOutcome: revocation.outcome, revocationMessage: revocation.message })
			.where('id', '=', connection.id)
			.where('disconnectedAt', 'is not', null)
			.execute();
		await noteRevocation(trx, erased.line, revocation.outcome);
	});
	return revocation;
}

type Erased = { before: Connection; othersLive: boolean; line: number };

/** Asks Meta to revoke an erased token, where it can be asked, and says what came of it. */
export function revocationOf(
	{ vault, provider }: Pick<DisconnectDeps, 'vault' | 'provider'>,
	{ before, othersLive }: Omit<Erased, 'line'>
): Promise<Revocation> | Revocation {
	if (othersLive) return othersLiveOn(before);
	if (before.tokenSealed === null) return REMOVED_BEFORE;
	const token = openOrNull(vault, before);
	if (token === null) return UNREADABLE;
	return provider === null ? NOT_CONFIGURED : revoke(provider, token, before.appScopedId);
}

const DISCONNECTED_BEFORE: Revocation = {
	outcome: 'not_tried',
	message: 'This connection was disconnected before.'
};

/** Graph API, User Permissions: revoking ends every token of that person for the app. */
const othersLiveOn = ({ provider }: Connection): Revocation => ({
	outcome: 'not_tried',
	message: `Meta was not asked to revoke: that would end your other accounts of the same ${LOGINS[provider].asks} sign-in too. Disconnecting the last of them revokes.`
});

const REMOVED_BEFORE: Revocation = {
	outcome: 'not_tried',
	message: 'The app was removed at Meta before, so there was nothing to revoke.'
};

const UNREADABLE: Revocation = {
	outcome: 'not_tried',
	message: 'The sealed token could not be opened, so Meta was not asked.'
};

const NOT_CONFIGURED: Revocation = {
	outcome: 'not_tried',
	message: 'This login is no longer set up here, so Meta was not asked.'
};

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
				revocationOutcome: 'not_tried',
				revocationMessage: 'Mooring stopped before it could ask Meta.'
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
			detail: { username: row.username, revocation: 'not_tried' },
			address: deps.address
		});
		return { before: row, othersLive: await doOthersLive(trx, row), line };
	});
	await checkpoint(deps.db);
	return erased;
}

async function revoke(provider: Login, token: string, appScopedId: string): Promise<Revocation> {
	try {
		await provider.revoke(token, REVOKING, appScopedId);
		return { outcome: 'revoked', message: 'Meta confirmed the revocation.' };
	} catch (error) {
		if (error instanceof CouldNotSend) {
			return { outcome: 'unreachable', message: 'Meta did not answer, so it may not know yet.' };
		}
		if (causeOf(error) === 'app_removed') {
			const message = 'The app was removed at Instagram before, so there was nothing to revoke.';
			return { outcome: 'refused', message };
		}
		if (error instanceof MetaRefused) {
			const said = error.words === '' ? 'without a word' : `and said: ${error.words}`;
			return { outcome: 'refused', message: `Meta refused to revoke ${said}` };
		}
		const isAnswer =
			error instanceof UnexpectedAnswer && error.httpStatus >= 400 && error.httpStatus < 500;
		return {
			outcome: isAnswer ? 'refused' : 'unreachable',
			message: 'Meta answered with something odd.'
		};
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
