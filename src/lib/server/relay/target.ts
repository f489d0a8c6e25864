import { ACTIONS } from '../keys/actions.ts';
import type { Key } from '../keys/key.ts';
import type { Row } from '../keys/rows.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import {
	chooseConnection,
	hasPages,
	type Named,
	notFound,
	type Reached,
	whoIsNamed
} from './account-in-path.ts';
import type { CallPath } from './path.ts';
import {
	allowedMethods,
	asksForKeyAgain,
	methodNotAllowed,
	methodsOf,
	pathNotAllowed,
	rowMethod,
	rowsFor
} from './path-shapes.ts';
import { refuseByDesign } from './refused.ts';

/** What a call asks for, before anything of it is sent. */
export type Asked = {
	path: CallPath;
	/** Upper case. */
	method: string;
	/** The names of its parameters, those that are dropped included. */
	parameterNames: Iterable<string>;
};

/** The one row that a call is, and on whose behalf. */
export type Target = {
	row: Row;
	connection: Reached;
	/** As the caller wrote it; null: the configured one. */
	version: string | null;
	/** The segments behind the version, made from the row: of the caller's text only a node's digits. */
	upstream: string[];
};

/** What may stand in a row's first place, by what the caller's segment names. */
const PLACES: Record<Named['is'], readonly string[]> = {
	me: ['me', '{a}'],
	account: ['{a}'],
	page: ['{page}'],
	node: ['{n}']
};

/**
 * The row that a call is, for a key that may do it. Nothing is asked of Meta.
 * @param connections those of the key, as the database has them
 * @throws ToolRefusal path_not_allowed, method_not_allowed, not_found, connection_needed,
 * action_not_allowed; in this order
 */
export function chooseTarget(asked: Asked, key: Key, connections: readonly Reached[]): Target {
	const { segments, connectionId, version } = asked.path;
	refuseByDesign(segments, asked.parameterNames);
	const method = rowMethod(asked.method);
	const allow = allowedMethods(segments);
	if (!allow.includes(method)) throw methodNotAllowed(allow);
	const [first = '', ...edge] = segments;
	const named = whoIsNamed(first, connectionId, connections);
	const row = rowOf(named, segments, method);
	if (row.actions.length > 0 && !row.actions.some((action) => key.actions.includes(action))) {
		throw actionNotAllowed(row);
	}
	return {
		row,
		connection: named.connection,
		version,
		upstream: [nodeOf(named, first, edge), ...row.path.split('/').slice(1)]
	};
}

/**
 * The connection of a program that asks for a fresh token, which is answered here with the same key.
 * @returns null where the call is for something else
 * @throws ToolRefusal path_not_allowed, method_not_allowed, not_found, connection_needed
 */
export function chooseForKeyAgain<C extends Reached>(
	{ path, method, parameterNames }: Asked,
	connections: readonly C[]
): C | null {
	if (!asksForKeyAgain(path.segments)) return null;
	refuseByDesign(path.segments, parameterNames);
	const allow = allowedMethods(path.segments);
	if (!allow.includes(rowMethod(method))) throw methodNotAllowed(allow);
	return chooseConnection(path.connectionId, connections);
}

/** The path at Meta, behind the host. */
export const upstreamPath = ({ version, upstream }: Target, configuredVersion: string) =>
	`/${[version ?? configuredVersion, ...upstream].join('/')}`;

function rowOf(named: Named, segments: readonly string[], method: string): Row {
	const [, ...edge] = segments;
	const paths = PLACES[named.is].map((place) => [place, ...edge].join('/'));
	const shaped = rowsFor(segments).filter(
		({ isStored }) => !isStored || hasPages(named.connection)
	);
	const rows = shaped.filter(({ path }) => paths.includes(path));
	const row = rows.find((one) => one.method === method);
	if (row) return row;
	if (rows.length > 0) throw methodNotAllowed(methodsOf(rows.map((one) => one.method)));
	// The row is for accounts alone, and no account of the key's has this id.
	if (named.is === 'node' && shaped.some(({ path }) => path.startsWith('{a}'))) throw notFound();
	throw pathNotAllowed();
}

/**
 * What stands for the first segment at Meta: the account's id for all of its names. `me` alone stays
 * where the token is the account's own; behind a Page it would be the Page.
 */
function nodeOf({ connection, is }: Named, segment: string, edge: readonly string[]): string {
	if (is === 'node' || is === 'page') return segment;
	const isMeAlone = is === 'me' && edge.length === 0;
	return isMeAlone && !hasPages(connection) ? 'me' : connection.accountId;
}

const actionNotAllowed = ({ actions }: Row) =>
	new ToolRefusal(
		'action_not_allowed',
		`This key may not ${actions.map((action) => ACTIONS[action].words).join(', nor ')}.`,
		`Make a key with ${actions.join(' or ')} under Tools.`
	);
