import type { Kysely } from 'kysely';
import { audit } from '../audit/audit-log.ts';
import { forgetInAudit } from '../audit/forget.ts';
import type { Clock } from '../clock.ts';
import type { IdentityTable } from '../database/creator-tables.ts';
import type { Connection, Schema } from '../database/schema.ts';
import type { SignedRequest } from '../meta/signed-request.ts';
import { connectionsOfPerson, identitiesOfPerson } from './data-subject.ts';
import { forgetInAttempts } from './forget-in-attempts.ts';
import { codeOf, takeUp } from './signed-requests.ts';

export type DataDeletionDeps = {
	db: Kysely<Schema>;
	/** The clock of connections. */
	clock: Clock;
	address: string | null;
};

/**
 * Deletes what is known of a person, in one transaction: connections with their ledgers, identities,
 * attempts, and the names in the audit log, whose lines stay. Their creators and sessions stay too:
 * who has no identity any more uses a sign-in link. `purgeDeleted` comes next. Works while locked.
 * @returns the confirmation code, the same for the same request, and for an unknown id one as well
 */
export async function deleteData(deps: DataDeletionDeps, request: SignedRequest): Promise<string> {
	const now = deps.clock.now();
	await deps.db.transaction().execute(async (trx) => {
		if (!(await takeUp(trx, request, 'data_deletion', now))) return;
		const connections = await connectionsOfPerson(trx, request);
		const identities = await identitiesOfPerson(trx, request, connections);
		for (const { id } of connections) {
			await trx.deleteFrom('connections').where('id', '=', id).execute();
		}
		for (const { provider, accountId } of identities) {
			await trx
				.deleteFrom('identities')
				.where('provider', '=', provider)
				.where('accountId', '=', accountId)
				.execute();
		}
		const creatorIds = creatorsOf(connections, identities);
		for (const creatorId of creatorIds) await forgetInAudit(trx, creatorId);
		await forgetInAttempts(trx, creatorIds, namesOf(connections, identities));
		// An unknown person has a line as well, of nobody in particular.
		for (const creatorId of creatorIds.length > 0 ? creatorIds : [null]) {
			await audit(trx, { kind: 'data_deletion', at: now, creatorId, address: deps.address });
		}
	});
	return codeOf(request, 'data_deletion');
}

type Found = [Pick<Connection, 'creatorId' | 'username'>[], IdentityTable[]];

const creatorsOf = (...found: Found) => [
	...new Set(found.flat().map(({ creatorId }) => creatorId))
];

const namesOf = (...found: Found) => [...new Set(found.flat().map(({ username }) => username))];
