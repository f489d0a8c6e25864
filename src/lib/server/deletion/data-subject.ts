import type { Transaction } from 'kysely';
import { loginsThat } from '../../logins.ts';
import { seconds } from '../clock.ts';
import type { IdentityTable } from '../database/creator-tables.ts';
import type { Connection, Schema } from '../database/schema.ts';
import type { SignedRequest } from '../meta/signed-request.ts';

/**
 * Whether a consent came before what was signed: a later one stands, whatever is replayed. Meta tells
 * whole seconds, so a consent in the same second counts as before.
 */
export const isBefore = (consentedAt: number, { issuedAt }: SignedRequest) =>
	Math.floor(consentedAt / seconds(1)) * seconds(1) <= issuedAt;

/** Where the account itself consents, and not a person who manages it. */
const OF_ONE_ACCOUNT = loginsThat(({ brings }) => brings === 'one account');

/**
 * The connections that removing the app at Meta ends. Instagram Login does not say which of an
 * account's ids it sends: both are looked for. Facebook Login sends the Facebook user's; that an
 * account was removed at Instagram ends nothing that its Page gave.
 */
export async function removedConnections(
	trx: Transaction<Schema>,
	request: SignedRequest
): Promise<Connection[]> {
	const rows = await trx
		.selectFrom('connections')
		.selectAll()
		.where((eb) =>
			eb.or([
				eb('appScopedId', '=', request.userId),
				eb.and([eb('accountId', '=', request.userId), eb('provider', 'in', OF_ONE_ACCOUNT)])
			])
		)
		.where('disconnectedAt', 'is', null)
		.where('tokenSealed', 'is not', null)
		.execute();
	return rows.filter(({ connectedAt }) => isBefore(connectedAt, request));
}

/**
 * Everything here of a person: the connections with this id, disconnected ones too, and those of the
 * same accounts by the other login.
 */
export async function connectionsOfPerson(
	trx: Transaction<Schema>,
	request: SignedRequest
): Promise<Connection[]> {
	const named = await trx
		.selectFrom('connections')
		.select(['accountId', 'connectedAt'])
		.where((eb) =>
			eb.or([eb('appScopedId', '=', request.userId), eb('accountId', '=', request.userId)])
		)
		.execute();
	const accounts = named
		.filter(({ connectedAt }) => isBefore(connectedAt, request))
		.map(({ accountId }) => accountId);
	if (accounts.length === 0) return [];
	const rows = await trx
		.selectFrom('connections')
		.selectAll()
		.where('accountId', 'in', accounts)
		.execute();
	return rows.filter(({ connectedAt }) => isBefore(connectedAt, request));
}

/**
 * What signs this person in: found by the id that Meta sent, or by those of the connections that go.
 * An identity with a connection that stays stays too.
 */
export async function identitiesOfPerson(
	trx: Transaction<Schema>,
	request: SignedRequest,
	going: Connection[]
): Promise<IdentityTable[]> {
	const ids = [
		request.userId,
		...going.flatMap((connection) => [connection.accountId, connection.appScopedId])
	];
	const found = await trx
		.selectFrom('identities')
		.selectAll()
		.where((eb) => eb.or([eb('accountId', 'in', ids), eb('appScopedId', 'in', ids)]))
		.execute();
	const goingIds = new Set(going.map(({ id }) => id));
	const identities: IdentityTable[] = [];
	for (const identity of found) {
		if (!isBefore(identity.createdAt, request)) continue;
		const connections = await connectionsOfIdentity(trx, identity);
		if (connections.every(({ id }) => goingIds.has(id))) identities.push(identity);
	}
	return identities;
}

/** An account's own connection, or everything that a Facebook user consented to. */
const connectionsOfIdentity = (trx: Transaction<Schema>, { provider, accountId }: IdentityTable) =>
	trx
		.selectFrom('connections')
		.select('id')
		.where('provider', '=', provider)
		.where((eb) => eb.or([eb('accountId', '=', accountId), eb('appScopedId', '=', accountId)]))
		.execute();
