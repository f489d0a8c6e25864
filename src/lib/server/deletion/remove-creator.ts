import type { Transaction } from 'kysely';
import pMap from 'p-map';
import { LOGINS } from '../../logins.ts';
import { audit, noteRevocation } from '../audit/audit-log.ts';
import { forgetInAudit } from '../audit/forget.ts';
import { type DisconnectDeps, revocationOf } from '../connections/disconnect.ts';
import { doOthersLive, listConnections } from '../connections/store.ts';
import { readCreator } from '../creators/creator.ts';
import { checkpoint, eraseTraces } from '../database/erase.ts';
import type { Connection, Schema } from '../database/schema.ts';
import type { Providers } from '../meta/provider.ts';
import { forgetInAttempts } from './forget-in-attempts.ts';

/** How many tokens Meta is asked to revoke at a time. */
const AT_ONCE = 8;

type RemovalDeps = Pick<DisconnectDeps, 'db' | 'vault' | 'clock'> & {
	providers: Providers;
	pictures: { remove(connectionId: string): Promise<void> };
	content: { erase(connectionId: string): Promise<void> };
};

/** Who removed: the owner, or null where a creator deletes their own data. */
type RemovedBy = { ownerId: string | null; address: string | null };

/** How many connections went, for how many of them Meta was asked, and how often it said yes. */
export type Removal = { connections: number; asked: number; revoked: number };

/**
 * Removes a creator with all that is theirs: in one transaction the sessions, identities, passkeys,
 * links, attempts, connections and ledgers, and who it was from the audit log, whose lines stay. Then Meta
 * is asked to revoke the tokens, whatever comes of it; works while locked, only that Meta cannot be
 * asked.
 * @returns null where there is no such creator
 */
export async function removeCreator(
	deps: RemovalDeps,
	creatorId: string,
	{ ownerId, address }: RemovedBy
): Promise<Removal | null> {
	const removed = await deps.db.transaction().execute(async (trx) => {
		const connections = await listConnections(trx, creatorId);
		const identities = (await readCreator(trx, creatorId))?.identities ?? [];
		const gone = await trx
			.deleteFrom('creators')
			.where('id', '=', creatorId)
			.returning('id')
			.executeTakeFirst();
		if (!gone) return null;
		await forgetInAudit(trx, creatorId);
		await forgetAddresses(trx, creatorId);
		await forgetInAttempts(trx, [creatorId], namesOf([...connections, ...identities]));
		const line = await audit(trx, {
			kind: 'creator_removed',
			at: deps.clock.now(),
			creatorId: ownerId,
			detail: { by: ownerId === null ? 'self' : 'owner', connections: connections.length },
			address: ownerId === null ? null : address
		});
		return { connections, line };
	});
	if (!removed) return null;
	// Before Meta is asked, which may take its time.
	for (const { id } of removed.connections) {
		await deps.pictures.remove(id);
		await deps.content.erase(id);
	}
	const outcomes = deps.vault.isLocked ? [] : await revokeAll(deps, removed.connections);
	const asked = outcomes.filter((outcome) => outcome !== 'not_tried').length;
	const revoked = outcomes.filter((outcome) => outcome === 'revoked').length;
	const revocation = `${String(revoked)} of ${String(asked)}`;
	await noteRevocation(deps.db, removed.line, { revocation });
	// Where the file cannot be written anew at the moment, its log is emptied at least.
	await eraseTraces(deps.db).catch(() => checkpoint(deps.db));
	return { connections: removed.connections.length, asked, revoked };
}

async function revokeAll(deps: RemovalDeps, connections: Connection[]) {
	const toRevoke = onceEach(connections.filter(({ tokenSealed: token }) => token !== null));
	const revoke = async (before: Connection) => {
		const provider = deps.providers[before.provider] ?? null;
		const othersLive = await doOthersLive(deps.db, before);
		return (await revocationOf({ vault: deps.vault, provider }, { before, othersLive })).outcome;
	};
	return pMap(toRevoke, revoke, { concurrency: AT_ONCE });
}

/** Where a person consented, revoking ends every token of theirs: once is enough. */
function onceEach(connections: Connection[]) {
	const seen = new Set<string>();
	return connections.filter(({ provider, appScopedId: person }) => {
		if (LOGINS[provider].brings === 'one account') return true;
		const isFirst = !seen.has(`${provider} ${person}`);
		seen.add(`${provider} ${person}`);
		return isFirst;
	});
}

async function forgetAddresses(trx: Transaction<Schema>, creatorId: string) {
	await trx
		.updateTable('auditLog')
		.set({ address: null })
		.where('creatorId', '=', creatorId)
		.execute();
}

const namesOf = (known: { username: string }[]) => known.map(({ username }) => username);

/** What came of a removal, Meta's part included. */
export function removalWords({ connections, asked, revoked }: Removal): string {
	if (connections === 0) return 'There was no connection.';
	const erased =
		connections === 1
			? 'One connection was erased.'
			: `${String(connections)} connections were erased.`;
	return `${erased} ${metaWords(asked, revoked)}`;
}

function metaWords(asked: number, revoked: number) {
	if (asked === 0) return 'Meta was not asked to revoke a token.';
	if (revoked === asked) return 'Meta confirmed that the access is revoked.';
	if (revoked === 0) {
		return 'Meta did not confirm that the access is revoked: it can be removed at Instagram under Website permissions.';
	}
	return `Meta confirmed ${String(revoked)} of ${String(asked)} revocations; the rest can be removed at Instagram under Website permissions.`;
}
