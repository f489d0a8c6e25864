import type { ConnectionView, Problem, Status } from '../../view.ts';
import { days, hours } from '../clock.ts';
import type { Connection } from '../database/schema.ts';
import { CAUSES, needsSomebody } from '../problems/causes.ts';
import {
	causeProblem,
	KEY_LOST,
	missingProblem,
	runningOut,
	signInAgainProblem
} from './health-words.ts';

/** A renewal that fails for so long is worth a warning; a single failure is not. */
const FAILING_TOO_LONG = hours(48);
/** With fewer days left than this, something has been wrong for weeks. */
const RUNNING_OUT = days(14);

export type Health = { status: Status; problem: Problem | null };

/** How a connection is, at a time: one status, and one sentence with its cure where there is one. */
export function healthOf(
	connection: Connection,
	{ now, isLocked }: { now: number; isLocked: boolean }
): Health {
	if (connection.disconnectedAt !== null) return { status: 'disconnected', problem: null };
	if (isLocked || connection.unreadable) return { status: 'locked', problem: KEY_LOST };
	if (connection.endedCause !== null) {
		const problem = causeProblem(connection.endedCause, connection, now);
		return { status: 'needs_reconnect', problem };
	}
	return livingHealth(connection, now);
}

function livingHealth(connection: Connection, now: number): Health {
	const { failingCause: cause, failingSince: since, expiresAt } = connection;
	const left = expiresAt === null ? Infinity : expiresAt - now;
	const failingFor = since === null ? 0 : now - since;
	// No sign-in mends what the app is refused.
	if (cause !== null && CAUSES[cause].category === 'app') {
		return { status: 'warning', problem: causeProblem(cause, connection, now) };
	}
	const again = signInAgainBy(connection);
	if (again !== null && again - now < RUNNING_OUT) {
		return {
			status: 'warning',
			problem: signInAgainProblem(connection.provider, again, again - now)
		};
	}
	if (cause !== null && needsSomebody(cause)) {
		return { status: 'warning', problem: causeProblem(cause, connection, now) };
	}
	if (left < RUNNING_OUT) {
		return { status: 'warning', problem: runningOut(left, cause === null ? null : failingFor) };
	}
	if (cause !== null) {
		const status = failingFor >= FAILING_TOO_LONG ? 'warning' : 'healthy';
		return { status, problem: causeProblem(cause, connection, now) };
	}
	return { status: 'healthy', problem: missingProblem(permissionsOf(connection).missing) };
}

/**
 * Facebook Login: when the creator has to sign in again, the earlier of the user token's end (60
 * days) and the data access's (90 days); null where neither is told.
 */
export function signInAgainBy(
	connection: Pick<Connection, 'userTokenExpiresAt' | 'dataAccessExpiresAt'>
): number | null {
	const { userTokenExpiresAt: token, dataAccessExpiresAt: access } = connection;
	const ends = [token, access].filter((end) => end !== null);
	return ends.length === 0 ? null : Math.min(...ends);
}

/** Granted against asked; null, not empty, where Meta did not tell. */
export function permissionsOf(connection: Pick<Connection, 'granted' | 'asked'>) {
	if (connection.granted === null) return { granted: null, missing: null };
	const granted = JSON.parse(connection.granted) as string[];
	const asked = JSON.parse(connection.asked) as string[];
	return { granted, missing: asked.filter((scope) => !granted.includes(scope)) };
}

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
			id: connection.accountId,
			username: connection.username,
			name: connection.name ?? connection.username,
			accountType: connection.accountType,
			pictureUrl: connection.pictureVersion
				? `/connections/${connection.id}/picture?v=${connection.pictureVersion}`
				: null
		},
		status,
		problem,
		permissions: permissionsOf(connection),
		connectedAt: iso(connection.connectedAt),
		issuedAt: iso(connection.issuedAt),
		expiresAt: isoOrNull(connection.expiresAt),
		nextRefreshAt: isSleeping ? null : isoOrNull(connection.nextAttemptAt),
		lastRefreshAt: isoOrNull(connection.lastRefreshAt)
	};
}
