import type { Kysely } from 'kysely';
import { LOGINS } from '../../logins.ts';
import type { Revocation } from '../../view.ts';
import { audit, noteRevocation } from '../audit/audit-log.ts';
import { type Clock, seconds } from '../clock.ts';
import { checkpoint } from '../database/erase.ts';
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
	if (connection.disconnected_at !== null) {
		return DISCONNECTED_BEFORE;
	}
	if (deps.vault.isLocked) throw locked();
	const erased = await erase(deps, connection.id);
	if (!erased) return DISCONNECTED_BEFORE;
	const revocation = await revocationOf(deps, erased);
	await deps.db.transaction().execute(async (trx) => {
		await trx
			.updateTable('connections')
			.set({ revocation_outcome: revocation.outcome, revocation_message: revocation.message })
			.where('id', '=', connection.id)
			.where('disconnected_at', 'is not', null)
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
	if (before.token_sealed === null) return REMOVED_BEFORE;
	const token = openOrNull(vault, before);
	if (token === null) return UNREADABLE;
	return provider === null ? NOT_CONFIGURED : revoke(provider, token, before.app_scoped_id);
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
			.where('disconnected_at', 'is', null)
			.executeTakeFirst();
		if (!row) return null;
		await trx
			.updateTable('connections')
			.set({
				token_sealed: null,
				previous_token_sealed: null,
				// A renewal under way must not bring a token back.
				token_version: row.token_version + 1,
				next_attempt_at: null,
				lease_owner: null,
				lease_until: null,
				disconnected_at: deps.clock.now(),
				revocation_outcome: 'not_tried',
				revocation_message: 'Mooring stopped before it could ask Meta.'
			})
			.where('id', '=', id)
			.execute();
		await trx
			.updateTable('attempts')
			.set({ problem: 'was_disconnected' })
			.where('connection_id', '=', id)
			.where('problem', 'is', null)
			.execute();
		const line = await audit(trx, {
			kind: 'disconnected',
			at: deps.clock.now(),
			creatorId: row.creator_id,
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
	if (connection.token_sealed === null) return null;
	try {
		return vault.open(connection.token_sealed, {
			connectionId: connection.id,
			provider: connection.provider,
			accountId: connection.account_id
		});
	} catch (error) {
		if (error instanceof UnreadableToken) return null;
		throw error;
	}
}
