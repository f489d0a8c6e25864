import { LOGINS } from '../../logins.ts';
import type { Connection } from '../database/schema.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';

/** A connection with the Page behind its account, where it has one and it is known. */
export type Reached = Connection & { pageId?: string | null };

/** What the first segment of a path names. */
export type Named = { connection: Reached; is: 'me' | 'account' | 'page' | 'node' };

/**
 * How Meta numbers Instagram's accounts, and hashtags, but nothing that a row is for: such an id that
 * is none of the key's is not asked for in their name.
 */
const ACCOUNT_ID = /^17841\d{12}$/;

export const hasPages = ({ provider }: Connection) =>
	LOGINS[provider].brings === 'several accounts';

/** An app-scoped id is the account's own only where its login brings that account alone. */
const isAccount = (connection: Reached, id: string) =>
	connection.accountId === id || (!hasPages(connection) && connection.appScopedId === id);

const isPage = (connection: Reached, id: string) =>
	hasPages(connection) && connection.pageId === id;

/**
 * The connection that a call is for, where its path names no account.
 * @param connectionId of `connections/ID`; null: not given
 * @param connections those of the key
 * @throws ToolRefusal not_found, connection_needed
 */
export function chooseConnection<C extends Connection>(
	connectionId: string | null,
	connections: readonly C[]
): C {
	const [first, ...more] = among(connectionId, connections);
	if (!first) throw notFound();
	if (more.length > 0) throw connectionNeeded();
	return first;
}

/**
 * Whom a path's first segment names: `me`, an account by either of its ids, a Page, or a node.
 * @throws ToolRefusal not_found for a connection or an account that is not the key's, connection_needed
 * where several could be meant
 */
export function whoIsNamed(
	segment: string,
	connectionId: string | null,
	connections: readonly Reached[]
): Named {
	const possible = among(connectionId, connections);
	if (segment === 'me') return { connection: chooseConnection(null, possible), is: 'me' };
	for (const [is, names] of [
		['account', isAccount],
		['page', isPage]
	] as const) {
		const [first, ...more] = possible.filter((one) => names(one, segment));
		if (more.length > 0) throw connectionNeeded();
		if (first) return { connection: first, is };
		// Another connection of the key than the one that `connections/ID` names.
		if (connections.some((one) => names(one, segment))) throw notFound();
	}
	if (possible.length === 0 || ACCOUNT_ID.test(segment)) throw notFound();
	return { connection: chooseConnection(null, possible), is: 'node' };
}

const among = <C extends Connection>(connectionId: string | null, connections: readonly C[]) =>
	connectionId === null ? connections : connections.filter(({ id }) => id === connectionId);

/** The same words whether it exists or not. */
export const notFound = () =>
	new ToolRefusal(
		'not_found',
		'This key has no such connection.',
		'GET /api/v1/connections lists those that it covers.'
	);

const connectionNeeded = () =>
	new ToolRefusal(
		'connection_needed',
		'This key covers several connections, and the address does not say which one is meant.',
		'Put connections/ID in front, as in /graph/connections/ID/me; GET /api/v1/connections lists the ids.'
	);
