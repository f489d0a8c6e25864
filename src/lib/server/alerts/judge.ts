import type { AlertType } from '../../view.ts';
import { days } from '../clock.ts';
import { healthOf, signInAgainBy } from '../connections/health.ts';
import { wasRemoved } from '../connections/left.ts';
import type { Connection } from '../database/schema.ts';

// What has to be told of a connection, from its row and what was told of it already: pure, so that
// the transaction that changes a connection and the look of every minute judge alike.

/** An illness is told when it begins (level 0) and again as each of these is passed. */
const DAYS_LEFT = [days(7), days(3), days(1)];
const UNANSWERED_FOR = [days(3), days(7), days(21)];
/** The first of a sign-in that is due is its beginning. */
const SIGN_IN_FROM = days(14);

/** What was told already: since when it is so, and the highest level that was told. */
export type Told = { type: AlertType; since: number; level: number };

export type Verdict = {
	/** To be told now. */
	tell: Told[];
	/** No longer so: what still waits to tell it is dropped, and it is told anew should it return. */
	over: AlertType[];
	/** All is well: who heard that it was ill hears that too. */
	isHealed: boolean;
};

const NOTHING: Verdict = { tell: [], over: [], isHealed: false };

/** @param told what was told of this connection */
export function judge(
	connection: Connection,
	told: Told[],
	{ now, isLocked }: { now: number; isLocked: boolean }
): Verdict {
	const { status, problem } = healthOf(connection, { now, isLocked });
	// Without the key nothing can be said of it.
	if (status === 'locked') return NOTHING;
	const found =
		status === 'disconnected' ? [] : illnesses(connection, status, problem?.code ?? null, now);
	const over = told
		.map(({ type }) => type)
		.filter((type) => !found.some((ill) => ill.type === type));
	const tell = found.flatMap((illness) => {
		const before = told.find(({ type }) => type === illness.type);
		const since = before?.since ?? illness.since;
		const level = illness.level(since);
		return level > (before?.level ?? -1) ? [{ type: illness.type, since, level }] : [];
	});
	return { tell, over, isHealed: status === 'healthy' && told.length > 0 };
}

/** @property level by when it began, in milliseconds */
type Illness = { type: AlertType; since: number; level: (since: number) => number };

function illnesses(
	connection: Connection,
	status: string,
	problem: string | null,
	now: number
): Illness[] {
	const { expiresAt, endedAt } = connection;
	if (status === 'needs_reconnect') {
		const since = endedAt ?? now;
		return [
			wasRemoved(connection)
				? { type: 'connection.disconnected', since, level: () => 0 }
				: {
						type: 'connection.needs_reconnect',
						since,
						level: (began) => UNANSWERED_FOR.filter((time) => now - began >= time).length
					}
		];
	}
	const found: Illness[] = [];
	if (status === 'warning' && problem !== 'sign_in_again') {
		const left = expiresAt === null ? Infinity : expiresAt - now;
		const level = levelOf(left);
		found.push({ type: 'connection.warning', since: now, level: () => level });
	}
	const by = signInAgainBy(connection);
	if (by !== null && by - now <= SIGN_IN_FROM) {
		const level = levelOf(by - now);
		found.push({ type: 'connection.sign_in_again', since: now, level: () => level });
	}
	return found;
}

const levelOf = (left: number) => DAYS_LEFT.filter((time) => left <= time).length;
