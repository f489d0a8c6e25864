import type { ConnectionView } from '../../view.ts';
import type { Connection } from '../database/schema.ts';
import { healthOf, permissionsOf } from './health.ts';

const iso = (time: number) => new Date(time).toISOString();
const isoOrNull = (time: number | null) => (time === null ? null : iso(time));

/** A connection as browsers see it: no sealed token, no internal column. */
export function connectionView(
	connection: Connection,
	at: { now: number; isLocked: boolean }
): ConnectionView {
	const { status, problem } = healthOf(connection, at);
	// A look at what has ended is no renewal to count on.
	const isSleeping = ['disconnected', 'locked', 'needs_reconnect'].includes(status);
	return {
		id: connection.id,
		provider: connection.provider,
		account: {
			id: connection.account_id,
			username: connection.username,
			name: connection.name ?? connection.username,
			accountType: connection.account_type,
			pictureUrl: connection.picture_version
				? `/connections/${connection.id}/picture?v=${connection.picture_version}`
				: null
		},
		status,
		problem,
		permissions: permissionsOf(connection),
		connectedAt: iso(connection.connected_at),
		issuedAt: iso(connection.issued_at),
		expiresAt: isoOrNull(connection.expires_at),
		nextRefreshAt: isSleeping ? null : isoOrNull(connection.next_attempt_at),
		lastRefreshAt: isoOrNull(connection.last_refresh_at)
	};
}
