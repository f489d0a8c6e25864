import type { Kysely } from 'kysely';
import type { Revocation } from '../../view.ts';
import { audit } from '../audit/audit-log.ts';
import { type Clock, seconds } from '../clock.ts';
import { checkpoint } from '../database/erase.ts';
import type { Connection, Schema } from '../database/schema.ts';
import { locked } from '../errors.ts';
import { causeOf, CouldNotSend, MetaRefused } from '../meta/errors.ts';
import type { Provider } from '../meta/provider.ts';
import { type TokenVault, UnreadableToken } from '../vault/token-vault.ts';

/** Short: the creator waits, and the token is gone here whatever Meta says. */
const REVOKING = { timeoutMs: seconds(5) };

export type DisconnectDeps = {
	db: Kysely<Schema>;
	vault: TokenVault;
	clock: Clock;
	/** null where this login is no longer configured: Meta cannot be asked. */
	provider: Provider | null;
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
		return { outcome: 'not_tried', message: 'This connection was disconnected before.' };
	}
	if (deps.vault.isLocked) throw locked();
	const stored = await erase(deps, connection.id);
	const token = stored && openOrNull(deps.vault, stored);
	const revocation =
		token === null
			? UNREADABLE
			: deps.provider === null
				? NOT_CONFIGURED
				: await revoke(deps.provider, token);
	await deps.db
		.updateTable('connections')
		.set({ revocation_outcome: revocation.outcome, revocation_message: revocation.message })
		.where('id', '=', connection.id)
		.where('disconnected_at', 'is not', null)
		.execute();
	await audit(deps.db, {
		kind: 'disconnected',
		at: deps.clock.now(),
		creatorId: connection.creator_id,
		connectionId: connection.id,
		detail: { username: connection.username, revocation: revocation.outcome },
		address: deps.address
	});
	return revocation;
}

const UNREADABLE: Revocation = {
	outcome: 'not_tried',
	message: 'The sealed token could not be opened, so Meta was not asked.'
};

const NOT_CONFIGURED: Revocation = {
	outcome: 'not_tried',
	message: 'This login is no longer set up here, so Meta was not asked.'
};

/** @returns the connection as it stood before */
async function erase(deps: DisconnectDeps, id: string) {
	const before = await deps.db.transaction().execute(async (trx) => {
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
		return row;
	});
	await checkpoint(deps.db);
	return before;
}

async function revoke(provider: Provider, token: string): Promise<Revocation> {
	try {
		await provider.revoke(token, REVOKING);
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
		return { outcome: 'unreachable', message: 'Meta answered with something odd.' };
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
