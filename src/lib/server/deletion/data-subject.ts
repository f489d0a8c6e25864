import type { Transaction } from 'kysely';
import { loginsThat } from '../../logins.ts';
import { seconds } from '../clock.ts';
import type { Connection, IdentityTable, Schema } from '../database/schema.ts';
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
				eb('app_scoped_id', '=', request.userId),
				eb.and([eb('account_id', '=', request.userId), eb('provider', 'in', OF_ONE_ACCOUNT)])
			])
		)
		.where('disconnected_at', 'is', null)
		.where('token_sealed', 'is not', null)
		.execute();
	return rows.filter(({ connected_at: connectedAt }) => isBefore(connectedAt, request));
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
		.select(['account_id', 'connected_at'])
		.where((eb) =>
			eb.or([eb('app_scoped_id', '=', request.userId), eb('account_id', '=', request.userId)])
		)
		.execute();
	const accounts = named
		.filter(({ connected_at: connectedAt }) => isBefore(connectedAt, request))
		.map(({ account_id: accountId }) => accountId);
	if (accounts.length === 0) return [];
	const rows = await trx
		.selectFrom('connections')
		.selectAll()
		.where('account_id', 'in', accounts)
		.execute();
	return rows.filter(({ connected_at: connectedAt }) => isBefore(connectedAt, request));
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
		...going.flatMap((connection) => [connection.account_id, connection.app_scoped_id])
	];
	const found = await trx
		.selectFrom('identities')
		.selectAll()
		.where((eb) => eb.or([eb('account_id', 'in', ids), eb('app_scoped_id', 'in', ids)]))
		.execute();
	const goingIds = new Set(going.map(({ id }) => id));
	const identities: IdentityTable[] = [];
	for (const identity of found) {
		if (!isBefore(identity.created_at, request)) continue;
		const connections = await connectionsOfIdentity(trx, identity);
		if (connections.every(({ id }) => goingIds.has(id))) identities.push(identity);
	}
	return identities;
}

/** An account's own connection, or everything that a Facebook user consented to. */
const connectionsOfIdentity = (
	trx: Transaction<Schema>,
	{ provider, account_id: accountId }: IdentityTable
) =>
	trx
		.selectFrom('connections')
		.select('id')
		.where('provider', '=', provider)
		.where((eb) => eb.or([eb('account_id', '=', accountId), eb('app_scoped_id', '=', accountId)]))
		.execute();
