import { LOGINS } from '../../logins.ts';
import { healthOf } from '../connections/health.ts';
import { findConnected } from '../connections/store.ts';
import { rememberNothing } from '../database/remembering.ts';
import type { Connection } from '../database/schema.ts';
import { ACTIONS, type ActionId } from '../keys/actions.ts';
import type { Key } from '../keys/key.ts';
import type { Row } from '../keys/rows.ts';
import { ToolRefusal } from '../keys/tool-refusal.ts';
import { tokenNow } from '../renewal/current-token.ts';
import { whyNoToken, type WhyNoToken, whyUnwell } from '../renewal/why-no-token.ts';
import type { RelayDeps } from './deps.ts';

/**
 * Refuses what Meta would refuse because its creator did not allow it. Where Meta did not tell what
 * was allowed, it is asked.
 * @throws ToolRefusal permission_missing
 */
export function refuseUngranted(
	{ settings }: Pick<RelayDeps, 'settings'>,
	row: Pick<Row, 'actions'>,
	key: Pick<Key, 'actions'>,
	connection: Pick<Connection, 'id' | 'provider' | 'granted'>
) {
	if (connection.granted === null) return;
	const granted = JSON.parse(connection.granted) as string[];
	const missing = row.actions
		.filter((action) => key.actions.includes(action))
		.map((action) => scopesFor(action, connection).find((scope) => !granted.includes(scope)));
	const [first] = missing;
	// A row that several actions open is open while one of them is.
	if (first === undefined || missing.includes(undefined)) return;
	throw new ToolRefusal(
		'permission_missing',
		`The permission ${first} is not granted at ${LOGINS[connection.provider].asks}.`,
		`Allow it under Permissions at ${settings.origin.origin}/connections/${connection.id}.`
	);
}

function scopesFor(action: ActionId, { provider }: Pick<Connection, 'provider'>) {
	const { needs } = ACTIONS[action];
	if (needs === null) return [];
	return needs === 'reading' ? LOGINS[provider].reading : LOGINS[provider].scopes[needs];
}

/**
 * Refuses for a connection that cannot be used, with the sentence that its card has.
 * @throws ToolRefusal needs_reconnect, disconnected, locked
 */
export function refuseUnwell(deps: Pick<RelayDeps, 'renewal'>, connection: Connection) {
	const { status } = healthOf(connection, stateOf(deps));
	if (status === 'healthy' || status === 'warning') return;
	throw refusalOf(whyUnwell(status, connection, stateOf(deps)));
}

/**
 * Refuses for a connection that was disconnected, or is gone altogether, while its call waited.
 * @throws ToolRefusal disconnected
 */
export async function refuseGone(
	deps: Pick<RelayDeps, 'renewal' | 'remember'>,
	connection: Connection
) {
	const { id } = connection;
	const { remember = rememberNothing } = deps;
	const now = await remember(`connection ${id}`, () => findConnected(deps.renewal.db, id));
	if (now && now.disconnectedAt === null) return;
	throw refusalOf(whyUnwell('disconnected', now ?? connection, stateOf(deps)));
}

/**
 * The token of a connection, renewed first if due.
 * @throws ToolRefusal needs_reconnect, disconnected, locked
 */
export async function tokenOf(
	deps: Pick<RelayDeps, 'renewal'>,
	connection: Connection
): Promise<string> {
	const current = await tokenNow(deps.renewal, connection);
	if ('token' in current) return current.token;
	const now = (await findConnected(deps.renewal.db, connection.id)) ?? connection;
	throw refusalOf(whyNoToken(current, now, stateOf(deps)));
}

const refusalOf = ({ code, sentence, cure }: WhyNoToken) => new ToolRefusal(code, sentence, cure);

const stateOf = ({ renewal: { clock, vault } }: Pick<RelayDeps, 'renewal'>) => ({
	now: clock.now(),
	isLocked: vault.isLocked
});
