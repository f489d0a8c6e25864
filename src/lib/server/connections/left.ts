import type { Connection } from '../database/schema.ts';

/** Meta's deauthorize call erases the token; an answer that says the same while renewing does not. */
export const wasRemoved = ({
	endedCause,
	tokenSealed
}: Pick<Connection, 'endedCause' | 'tokenSealed'>) =>
	endedCause === 'app_removed' && tokenSealed === null;

/**
 * When its creator took the account away: here, or by removing the app at Meta. Null: it is connected,
 * whether its token works or not.
 */
export const leftAt = (
	connection: Pick<Connection, 'disconnectedAt' | 'endedAt' | 'endedCause' | 'tokenSealed'>
): number | null =>
	connection.disconnectedAt ?? (wasRemoved(connection) ? connection.endedAt : null);
