import { hours, minutes } from '../../src/lib/server/clock.ts';
import type { AlertRow } from '../../src/lib/server/alerts/write-alert.ts';
import type { Connection } from '../../src/lib/server/database/schema.ts';
import type { Status } from '../../src/lib/view.ts';
import type { Time } from './time.ts';

type Left = { type: string; at: number };
/** `isExcused`: something stood in the way of telling since it began. */
type Illness = { status: Status; since: number; told: number; isExcused: boolean };

/** An illness is told so soon after it began: mail waits 20 seconds for others. */
const IN_TIME = minutes(10);
/** At its beginning and at three levels. */
const MOST = 4;
const TYPES: Partial<Record<Status, string>> = {
	warning: 'connection.warning',
	needs_reconnect: 'connection.needs_reconnect'
};
const REMOVED = 'connection.disconnected';

export type AlertWatch = ReturnType<typeof watchAlerts>;

/** What left of each connection, against what had to leave. */
export function watchAlerts({ time }: { time: Time }) {
	const leftOf = new Map<string, Left[]>();
	const illnesses = new Map<string, Illness>();
	let mailFailedAt = -Infinity;
	let restoredAt = -Infinity;
	return {
		mailFailed: () => (mailFailedAt = time.now()),
		/** Another file has another memory of what was told. */
		restored() {
			restoredAt = time.now();
			illnesses.clear();
		},
		left(rows: AlertRow[]) {
			for (const { connectionId, type } of rows) {
				if (connectionId === null) continue;
				const mine = leftOf.get(connectionId) ?? [];
				mine.push({ type, at: time.now() });
				leftOf.set(connectionId, mine);
			}
		},
		/** When the last warning of a connection left, null where none did since a time. */
		warnedAt: (connectionId: string, since: number) =>
			(leftOf.get(connectionId) ?? []).find(({ type, at }) => at >= since && type in WARNS)?.at ??
			null,
		/** @returns what is wrong with what was told; null: nothing */
		check(row: Connection, status: Status, isExcused: boolean): string | null {
			// Without the key nothing is told, and what was ill is ill still.
			if (status === 'locked') return null;
			const now = time.now();
			const before = illnesses.get(row.id);
			const type = TYPES[status];
			if (type === undefined) {
				illnesses.delete(row.id);
				return null;
			}
			const illness =
				before?.status === status ? before : { status, since: now, told: 0, isExcused: false };
			const isOfOldFile = illness.since - restoredAt < hours(12);
			illness.isExcused ||= isExcused || isOfOldFile || mailFailedAt >= illness.since - IN_TIME;
			illnesses.set(row.id, illness);
			const mine = (leftOf.get(row.id) ?? []).filter(
				(one) =>
					one.at >= Math.max(restoredAt, illness.since - IN_TIME) &&
					(one.type === type || one.type === REMOVED)
			);
			// That Meta told us of a removal is another alert, and comes beside.
			const times = mine.filter((one) => one.type === type).length;
			if (times > MOST) return `${type} was told ${String(times)} times`;
			const isLate = now - illness.since > IN_TIME && !illness.isExcused && mine.length === 0;
			return isLate ? `${type} was not told in time` : null;
		}
	};
}

const WARNS: Record<string, true> = {
	'connection.warning': true,
	'connection.needs_reconnect': true
};
