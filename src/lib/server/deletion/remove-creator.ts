import pMap from 'p-map';
import { LOGINS } from '../../logins.ts';
import { audit, noteRevocation } from '../audit/audit-log.ts';
import { forgetLines } from '../audit/forget.ts';
import { type DisconnectDeps, revocationOf } from '../connections/disconnect.ts';
import { doOthersLive, listConnections } from '../connections/store.ts';
import { readCreator } from '../creators/creator.ts';
import { eraseLeft } from '../database/erase.ts';
import type { Connection } from '../database/schema.ts';
import type { Providers } from '../meta/provider.ts';
import { forgetInAttempts } from './forget-in-attempts.ts';
import { type PurgeDeps, purgeDeleted } from './purge.ts';
import { owePurge } from './signed-requests.ts';

/** How many tokens Meta is asked to revoke at a time. */
const AT_ONCE = 8;

type RemovalDeps = Pick<DisconnectDeps, 'db' | 'vault' | 'clock'> & {
	providers: Providers;
} & Omit<PurgeDeps, 'db'>;

/** Who removed: the owner, whoever sits at this machine's terminal, or the creator in person. */
type RemovedBy =
	{ by: 'owner'; ownerId: string; address: string | null } | { by: 'self' } | { by: 'terminal' };

export type Removal = {
	connections: number;
	/** For how many of them Meta was asked, and how often it said yes. */
	asked: number;
	revoked: number;
	/** Whether nothing is left on the disk; if not, the tidying job goes on. */
	isPurged: boolean;
};

/**
 * Removes a creator with all that is theirs: in one transaction the sessions, identities, passkeys,
 * links, attempts, connections and ledgers, and whatever their lines in the audit log say of them; that
 * there were lines stays. Then Meta is asked to revoke the tokens, whatever comes of it, and the disk is
 * purged. Works while locked, only that Meta cannot be asked.
 * @returns null where there is no such creator
 */
export async function removeCreator(
	deps: RemovalDeps,
	creatorId: string,
	removedBy: RemovedBy
): Promise<Removal | null> {
	const { by } = removedBy;
	const removed = await deps.db.transaction().execute(async (trx) => {
		const connections = await listConnections(trx, creatorId);
		const identities = (await readCreator(trx, creatorId))?.identities ?? [];
		const gone = await trx
			.deleteFrom('creators')
			.where('id', '=', creatorId)
			.returning('id')
			.executeTakeFirst();
		if (!gone) return null;
		await forgetLines(trx, creatorId);
		await forgetInAttempts(trx, [creatorId], namesOf([...connections, ...identities]));
		const line = await audit(trx, {
			kind: 'creator_removed',
			at: deps.clock.now(),
			creatorId: by === 'owner' ? removedBy.ownerId : null,
			detail: { by, connections: connections.length },
			address: by === 'owner' ? removedBy.address : null
		});
		await owePurge(trx, deps.clock.now());
		return { connections, line };
	});
	if (!removed) return null;
	const outcomes = deps.vault.isLocked ? [] : await revokeAll(deps, removed.connections);
	const asked = outcomes.filter((outcome) => outcome !== 'not_tried').length;
	const revoked = outcomes.filter((outcome) => outcome === 'revoked').length;
	const revocation = `${String(revoked)} of ${String(asked)}`;
	await noteRevocation(deps.db, removed.line, { revocation });
	const isPurged = await purge(deps);
	return { connections: removed.connections.length, asked, revoked, isPurged };
}

/** Where the file cannot be written anew at the moment, its log is emptied at least. */
async function purge({ clock, ...deps }: RemovalDeps): Promise<boolean> {
	try {
		return await purgeDeleted(deps, clock.now());
	} catch {
		await eraseLeft(deps.db).catch(() => false);
		return false;
	}
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

const namesOf = (known: { username: string }[]) => known.map(({ username }) => username);

/** What came of a removal, Meta's part included. */
export function removalWords({ connections, asked, revoked, isPurged }: Removal): string {
	const left = isPurged
		? ''
		: ' The disk could not be wiped clean of it at once: a running Mooring tries again every minute.';
	return `${erasedWords({ connections, asked, revoked })}${left}`;
}

function erasedWords({ connections, asked, revoked }: Omit<Removal, 'isPurged'>) {
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
