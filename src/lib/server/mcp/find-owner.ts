import type { ConnectionView } from '../../view.ts';
import { ToolFailure } from './failure.ts';
import { isNotHere, isPermissionCode } from './meta-causes.ts';
import type { ToolContext } from './tool.ts';

/**
 * Does something to a post or comment whose account was not named: with each of the key's accounts
 * until one has it. Only answers that say that nothing was done lead on to the next.
 * @throws ToolFailure
 */
export async function withOwner<Result>(
	{ connections }: ToolContext,
	attempt: (connection: ConnectionView) => Promise<Result>
): Promise<{ connection: ConnectionView; result: Result }> {
	const failures: ToolFailure[] = [];
	for (const connection of healthyFirst(connections)) {
		try {
			return { connection, result: await attempt(connection) };
		} catch (error) {
			if (!(error instanceof ToolFailure) || !leadsOn(error)) throw error;
			failures.push(error);
		}
	}
	throw (
		failures.find(({ meta }) => meta === null || !isNotHere(meta)) ??
		failures[0] ??
		new ToolFailure(
			'The accounts of this key are gone from Mooring.',
			'Make a new key for an account that is connected.'
		)
	);
}

const healthyFirst = (connections: readonly ConnectionView[]) =>
	connections.toSorted((one, other) => rank(one) - rank(other));

const rank = ({ status }: ConnectionView) =>
	status === 'healthy' ? 0 : status === 'warning' ? 1 : 2;

const NOT_OF_THIS_ACCOUNT = new Set([
	'needs_reconnect',
	'disconnected',
	'locked',
	'not_found',
	'permission_missing'
]);

const leadsOn = ({ code, meta }: ToolFailure) =>
	meta === null
		? code !== null && NOT_OF_THIS_ACCOUNT.has(code)
		: isNotHere(meta) || isPermissionCode(meta.code);
