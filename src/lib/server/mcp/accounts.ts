import * as z from 'zod';
import type { ConnectionView } from '../../view.ts';
import { ToolFailure } from './failure.ts';
import type { ToolContext } from './tool.ts';

/** The input that chooses among the key's accounts. */
export const ACCOUNT_INPUT = z
	.string()
	.min(1)
	.max(128)
	.optional()
	.describe(
		'A username, an account id or a connection’s id from list_accounts. Needed only where the key covers several accounts.'
	);

/** Which account a result is of. */
export const ACCOUNT_REF = z.object({
	connection: z.string(),
	account_id: z.string(),
	username: z.string().nullable()
});

/** Usernames are letters, digits, `_` and `.`; what is none is a stranger's words. */
export const usernameOf = ({ account }: ConnectionView) =>
	/^[A-Za-z0-9_.]{1,64}$/.test(account.username) ? account.username : null;

export const refOf = (connection: ConnectionView) => ({
	connection: connection.id,
	account_id: connection.account.id,
	username: usernameOf(connection)
});

/**
 * The one connection that is meant.
 * @throws ToolFailure where none or several are
 */
export function chooseAccount(
	{ connections }: Pick<ToolContext, 'connections'>,
	named: string | undefined
): ConnectionView {
	const wanted = named?.trim().replace(/^@/, '').toLowerCase();
	const meant = connections.filter(
		({ id, account }) =>
			wanted === undefined ||
			[id, account.id, account.username].some((name) => name.toLowerCase() === wanted)
	);
	const [only] = meant;
	if (only !== undefined && meant.length === 1) return only;
	if (only === undefined)
		throw new ToolFailure(
			named === undefined
				? 'The accounts of this key are gone from Mooring.'
				: 'This key covers no such account.',
			connections.length > 0
				? `Name one of: ${listed(connections)}.`
				: 'Make a new key for an account that is connected.'
		);
	throw new ToolFailure(
		named === undefined
			? 'This key covers several accounts, and none was named.'
			: 'That account is connected by both logins.',
		`Name one by \`account\`: ${listed(meant)}.`
	);
}

const listed = (connections: readonly ConnectionView[]) =>
	connections
		.map((connection) => `${usernameOf(connection) ?? connection.account.id} (${connection.id})`)
		.join(', ');
