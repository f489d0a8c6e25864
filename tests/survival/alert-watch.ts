import { days, minutes } from '../../src/lib/server/clock.ts';
import type { AlertRow } from '../../src/lib/server/alerts/write-alert.ts';
import type { Connection } from '../../src/lib/server/database/schema.ts';
import type { Problem, Status } from '../../src/lib/view.ts';
import type { Time } from './time.ts';

type Left = { type: string; at: number };
/** `isExcused`: something stood in the way of telling since it began. */
type Illness = { type: string; since: number; isExcused: boolean };

/** An illness is told so soon after it began: mail waits 20 seconds for others. */
const IN_TIME = minutes(10);
/** At its beginning and at three levels. */
const MOST = 4;
/** What has to be told of a status; null: nothing. */
function typeOf(status: Status, problem: Problem | null): string | null {
	if (status === 'needs_reconnect') return 'connection.needs_reconnect';
	if (status !== 'warning') return null;
	return problem?.code === 'sign_in_again' ? SIGN_IN : 'connection.warning';
}
const SIGN_IN = 'connection.sign_in_again';
/** It is told beside what else is wrong, and shows only once that is over. */
const SIGN_IN_FROM = days(15);
/** Most looks are skipped here, so what was told by a wrong clock may count as told for so long. */
const FORGETS_AFTER = days(60);
const LOCKED = 'instance.locked';
const REMOVED = 'connection.disconnected';

export type AlertWatch = ReturnType<typeof watchAlerts>;

/** What left of each connection, against what had to leave. */
export function watchAlerts({ time }: { time: Time }) {
	const leftOf = new Map<string, Left[]>();
	const illnesses = new Map<string, Illness>();
	/** When illnesses were last seen by a wrong clock. */
	const misledAt = new Map<string, number>();
	const lockedTold: number[] = [];
	let mailFailedAt = -Infinity;
	let restoredAt = -Infinity;
	const countOf = (connectionId: string, type: string, since: number) =>
		(leftOf.get(connectionId) ?? []).filter((one) => one.type === type && one.at >= since).length;
	return {
		mailFailed: () => (mailFailedAt = time.now()),
		/** Another file has another memory of what was told. */
		restored() {
			restoredAt = time.now();
			illnesses.clear();
		},
		left(rows: AlertRow[]) {
			for (const { connectionId, type } of rows) {
				if (type === LOCKED) lockedTold.push(time.now());
				if (connectionId === null) continue;
				const mine = leftOf.get(connectionId) ?? [];
				mine.push({ type, at: time.now() });
				leftOf.set(connectionId, mine);
			}
		},
		/**
		 * When a connection was first said to be in danger since a time, null where it never was. Without
		 * the key nothing is known of a single one, and that is told of them all.
		 */
		warnedAt(connectionId: string, since: number): number | null {
			const mine = (leftOf.get(connectionId) ?? []).filter(({ type }) => type in WARNS);
			const all = [...mine.map(({ at }) => at), ...lockedTold].filter((at) => at >= since);
			return all.length === 0 ? null : Math.min(...all);
		},
		/** @returns what is wrong with what was told; null: nothing */
		check(
			row: Connection,
			{ status, problem }: { status: Status; problem: Problem | null },
			{ isExcused, isClockRight }: { isExcused: boolean; isClockRight: boolean }
		): string | null {
			// Without the key nothing is told, and what was ill is ill still.
			if (status === 'locked') return null;
			const now = time.now();
			// By a wrong clock other things are true, and told.
			if (!isClockRight) {
				illnesses.delete(row.id);
				misledAt.set(row.id, now);
				return null;
			}
			const misled = misledAt.get(row.id) ?? -Infinity;
			const wasMisled = misled > now - FORGETS_AFTER;
			const before = illnesses.get(row.id);
			const type = typeOf(status, problem);
			if (type === null) {
				illnesses.delete(row.id);
				return null;
			}
			const fresh = { type, since: now, isExcused: wasMisled };
			const illness = before?.type === type ? before : fresh;
			const from = illness.since - (type === SIGN_IN ? SIGN_IN_FROM : IN_TIME);
			illness.isExcused ||= isExcused || mailFailedAt >= from;
			illnesses.set(row.id, illness);
			const mine = (leftOf.get(row.id) ?? []).filter(
				(one) =>
					// What was told before the clock was wrong is told again after it.
					one.at >= Math.max(restoredAt, misled, from) &&
					(one.type === type || one.type === REMOVED)
			);
			// That Meta told us of a removal is another alert, and comes beside.
			const times = mine.filter((one) => one.type === type).length;
			// What was called dead meanwhile and healed is ill of the same anew.
			const anew = type === SIGN_IN ? countOf(row.id, 'connection.needs_reconnect', from) : 0;
			if (times > MOST + anew) return `${type} was told ${String(times)} times`;
			const isLate = now - illness.since > IN_TIME && !illness.isExcused && mine.length === 0;
			return isLate ? `${type} was not told in time` : null;
		}
	};
}

const WARNS: Record<string, true> = {
	'connection.warning': true,
	'connection.needs_reconnect': true
};
