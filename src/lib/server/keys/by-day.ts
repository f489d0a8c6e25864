import type { Kysely } from 'kysely';
import { days } from '../clock.ts';
import type { Schema } from '../database/schema.ts';

/** What a key was used for on one day in UTC; `day` is YYYY-MM-DD. */
export type DayOfKey = { day: string; calls: number; refused: number };

/**
 * The latest days on which a key was used, the newest first. What was counted and not written yet is
 * not in it: flush before.
 * @param now milliseconds of real time
 * @param length so many days back, today included
 */
export async function daysOfKey(
	db: Kysely<Schema>,
	keyId: string,
	{ now, length }: { now: number; length: number }
): Promise<DayOfKey[]> {
	const firstHour = now - (now % days(1)) - days(length - 1);
	const rows = await db
		.selectFrom('apiKeyHours')
		.select(['hour', 'calls', 'refused'])
		.where('keyId', '=', keyId)
		.where('hour', '>=', firstHour)
		.orderBy('hour', 'desc')
		.execute();
	const byDay = new Map<string, DayOfKey>();
	for (const { hour, calls, refused } of rows) {
		const day = new Date(hour).toISOString().slice(0, 10);
		const known = byDay.get(day) ?? { day, calls: 0, refused: 0 };
		byDay.set(day, { day, calls: known.calls + calls, refused: known.refused + refused });
	}
	return [...byDay.values()];
}
