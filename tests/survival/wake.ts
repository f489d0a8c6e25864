import { days, hours, minutes, seconds } from '../../src/lib/server/clock.ts';
import { healthOf, signInAgainBy } from '../../src/lib/server/connections/health.ts';
import type { Connection } from '../../src/lib/server/database/schema.ts';
import type { Happening } from './happenings.ts';
import type { Instance } from './instance.ts';
import type { Machine } from './machine.ts';
import type { Parts } from './parts.ts';
import { alertDueAt, rowsOf } from './rows.ts';

/** The scheduler asks what is due so often. */
export const TICK = seconds(20);
/** Where the disk takes nothing, nothing new is to be seen so soon. */
const TICK_WITHOUT_DISK = minutes(30);
const LONGEST_SLEEP = days(7);

/** @returns the next moment at which anything can be different, on the scheduler's own ticks */
export function wakesOf(
	{ weather, time, end, offset }: Parts,
	{ state }: Machine,
	happenings: Happening[]
) {
	const edges = weather.spells
		.flatMap(({ from, until }) => [from, until])
		.toSorted((one, other) => one - other);
	let edge = 0;
	let happened = 0;
	/** @param actsAt when creators do something next */
	return (actsAt: number[]) => {
		const now = time.now();
		while ((edges[edge] ?? Infinity) <= now) edge += 1;
		while ((happenings[happened]?.at ?? Infinity) <= now) happened += 1;
		const change = Math.min(edges[edge] ?? Infinity, happenings[happened]?.at ?? Infinity);
		const soonest = [change, now + LONGEST_SLEEP, end, ...actsAt.filter((at) => at > now)];
		if (state.instance) soonest.push(...duesOf(state.instance).map((due) => due - offset(now)));
		else soonest.push(Math.max(state.bootAt, now));
		const least = state.hasFailed ? TICK_WITHOUT_DISK : TICK;
		const soon = Math.max(now + seconds(1), change);
		const wanted = Math.max(now + least, Math.min(...soonest));
		return Math.min(end, Math.max(now + seconds(1), Math.min(wanted, soon)));
	};
}

/** When an instance has something to do by itself, on its own clock. */
function duesOf(instance: Instance): number[] {
	const now = instance.clock.now();
	// Without the key nothing is renewed, and nothing waits for it.
	const rows = instance.vault.isLocked ? [] : rowsOf(instance);
	const dates = rows.flatMap((row) => datesOf(row, now));
	return [...dates, alertDueAt(instance) ?? Infinity];
}

function datesOf(row: Connection, now: number): number[] {
	if (row.disconnectedAt !== null || row.tokenSealed === null) return [];
	const { status } = healthOf(row, { now, isLocked: false });
	const next = row.nextAttemptAt;
	// Dates made under another clock are due now (database/lease.ts).
	const due = next === null ? Infinity : next > now + days(46) ? now : next;
	const before = (end: number | null) =>
		[14, 7, 3, 1].map((count) => (end ?? Infinity) - days(count) + 1);
	const marks =
		row.endedAt !== null
			? [3, 7, 21].map((count) => (row.endedAt ?? 0) + days(count))
			: [
					...before(row.expiresAt),
					...before(signInAgainBy(row)),
					(row.failingSince ?? Infinity) + hours(48)
				];
	return [status === 'locked' ? Infinity : due, ...marks.filter((mark) => mark > now)];
}
