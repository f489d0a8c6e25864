import type { Kysely } from 'kysely';
import type { ConnectionView, Problem, Status } from '../../view.ts';
import { days, hours } from '../clock.ts';
import type { Connection, Schema } from '../database/schema.ts';
import { CAUSES } from '../problems/causes.ts';
import { staysUntilMended } from '../problems/network.ts';
import {
	alsoDue,
	causeProblem,
	KEY_LOST,
	missingProblem,
	runningOut,
	signInAgainProblem
} from './health-words.ts';
import { picturePath } from './picture-path.ts';

/** A renewal that fails for so long is worth a warning; a single failure is not. */
const FAILING_TOO_LONG = hours(48);
/** With fewer days left than this, something has been wrong for weeks. */
const RUNNING_OUT = days(14);

export type Health = { status: Status; problem: Problem | null };
type At = { now: number; isLocked: boolean };

/** What may be true of a connection, the worst first; each says null where it is not. */
const RANKED = {
	disconnected: ({ disconnectedAt }) =>
		disconnectedAt === null ? null : { status: 'disconnected', problem: null },
	locked: ({ unreadable }, { isLocked }) =>
		isLocked || unreadable ? { status: 'locked', problem: KEY_LOST } : null,
	ended: (connection, { now }) =>
		connection.endedCause && {
			status: 'needs_reconnect',
			problem: causeProblem(connection.endedCause, connection, now)
		},
	// No sign-in mends what the app is refused.
	appRefused: (connection, { now }) => {
		const health = failingBy('app', connection, now);
		const isDue = connection.failingCause === 'app_not_permitted' && isSignInOver(connection, now);
		// The permission may have gone with the sign-in: one way mends both.
		return health && isDue ? warning(alsoDue(health.problem)) : health;
	},
	personNeeded: (connection, { now }) => failingBy('person', connection, now),
	signInOver: (connection, { now }) => signInDue(connection, now, 0),
	// Nothing is renewed until somebody mends this machine's network.
	machineCutOff: (connection, { now }) =>
		connection.failingCause === 'unreachable' &&
		failsTooLong(connection, now) &&
		staysUntilMended(connection.causeDetail)
			? failing(connection, now)
			: null,
	runningOut: ({ expiresAt: end, failingSince: since }, { now }) =>
		end !== null && end - now < RUNNING_OUT
			? warning(runningOut(end - now, since === null ? null : now - since))
			: null,
	signInSoon: (connection, { now }) => signInDue(connection, now, RUNNING_OUT),
	failing: (connection, { now }) => (connection.failingCause ? failing(connection, now) : null),
	permissionMissing: (connection) => {
		const dismissed = JSON.parse(connection.dismissed ?? '[]') as string[];
		const missing = permissionsOf(connection).missing?.filter((one) => !dismissed.includes(one));
		const problem = missingProblem(missing ?? [], notAskedOf(connection));
		return problem && { status: 'healthy', problem };
	}
} satisfies Record<string, (connection: Connection, at: At) => Health | null>;

/** The names of what may be true of a connection, the worst first. */
export const WORST_FIRST = Object.keys(RANKED) as (keyof typeof RANKED)[];

/**
 * How a connection is, at a time: one status, and one sentence with its cure where there is one. Of
 * several true causes the worst is told.
 */
export function healthOf(connection: Connection, at: At): Health {
	for (const name of WORST_FIRST) {
		const health = RANKED[name](connection, at);
		if (health !== null) return health;
	}
	return { status: 'healthy', problem: null };
}

const warning = (problem: Problem) => ({ status: 'warning' as const, problem });

function failingBy(category: 'app' | 'person', connection: Connection, now: number) {
	const { failingCause: cause } = connection;
	if (cause === null || CAUSES[cause].category !== category) return null;
	return warning(causeProblem(cause, connection, now));
}

const isSignInOver = (connection: Connection, now: number) =>
	signInDue(connection, now, 0) !== null;

/** What passes by itself, or may: a warning once it lasts. */
function failing(connection: Connection, now: number): Health | null {
	const { failingCause: cause } = connection;
	if (cause === null) return null;
	const status = failsTooLong(connection, now) ? 'warning' : 'healthy';
	return { status, problem: causeProblem(cause, connection, now) };
}

const failsTooLong = ({ failingSince: since, failingCause: cause }: Connection, now: number) =>
	cause !== null && since !== null && now - since >= FAILING_TOO_LONG;

/** @param within milliseconds before the day on which it is due */
function signInDue(connection: Connection, now: number, within: number) {
	const by = signInAgainBy(connection);
	return by !== null && by - now < within
		? warning(signInAgainProblem(connection.provider, by, by - now))
		: null;
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

/** What is missing because the consent that brought the token did not ask for it. */
export function notAskedOf(connection: Pick<Connection, 'granted' | 'asked' | 'askedLatest'>) {
	if (connection.askedLatest === null) return [];
	const asked = JSON.parse(connection.askedLatest) as string[];
	return (permissionsOf(connection).missing ?? []).filter((scope) => !asked.includes(scope));
}

/** Tells its creator no more of what is missing now; what goes missing later is told. */
export async function dismissMissing(db: Kysely<Schema>, connection: Connection) {
	await db
		.updateTable('connections')
		.set({ dismissed: JSON.stringify(permissionsOf(connection).missing ?? []) })
		.where('id', '=', connection.id)
		.execute();
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
			pictureUrl: picturePath(connection.id, connection.pictureVersion)
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
