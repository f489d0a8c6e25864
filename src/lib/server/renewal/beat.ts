import type { Kysely } from 'kysely';
import { days, machineTimes, type MachineTimes, minutes } from '../clock.ts';
import { nextMark } from '../database/log-mark.ts';
import type { Schema } from '../database/schema.ts';

/** A scheduler that has not beaten for this long is stuck. */
const LONGEST_SILENCE = minutes(3);
/** A gap between two beats that is longer than this is worth telling. */
const NOTABLE_GAP = days(1);
/** After its start a machine without a clock of its own has the wrong time until NTP answers. */
const CLOCK_SETTLES = minutes(5);

/** The scheduler's last sign of life, and its latest absence of more than a day. */
export type Pulse = { beatAt: number; awayFrom: number | null; awayUntil: number | null };

/**
 * The pulse of this process. Whether it is alive goes by monotonic time alone. Whether it was away
 * goes by the machine's uptime, which counts sleep and cannot be set: a clock that is set, either
 * way, is no absence. Only from the beat before the start, and while the clock may not have been set
 * since the machine's own start, does the wall clock count.
 */
export function pulseOf(db: Kysely<Schema>, times: MachineTimes = machineTimes) {
	let last: { monotonic: number; uptime: number } | null = null;
	return {
		/** A sign of life. More than a day since the last one means that the machine was off or slept. */
		async beat(): Promise<void> {
			const [now, uptime] = [times.wall(), times.uptime()];
			const isClockOpen = uptime < CLOCK_SETTLES;
			const stored = await readBeat(db);
			if (stored) {
				const gap = last && !isClockOpen ? uptime - last.uptime : now - stored.beatAt;
				if (gap > NOTABLE_GAP) await noteAway(db, stored.beatAt, now);
			}
			// A clock that starts in 1970 must not make the last beat before it forgotten.
			await beat(db, stored && isClockOpen ? Math.max(stored.beatAt, now) : now);
			last = { monotonic: times.monotonic(), uptime };
		},
		isBeating: () => last !== null && times.monotonic() - last.monotonic < LONGEST_SILENCE
	};
}

/** Stores that the scheduler is alive, and with it the mark by which a log is known (log-mark.ts). */
export async function beat(db: Kysely<Schema>, now: number): Promise<void> {
	const alive = { beatAt: now, logMark: nextMark() };
	await db
		.insertInto('scheduler')
		.values({ id: 1, ...alive, awayFrom: null, awayUntil: null })
		.onConflict((conflict) => conflict.column('id').doUpdateSet(alive))
		.execute();
}

/** @returns null before the first beat */
export async function readBeat(db: Kysely<Schema>): Promise<Pulse | null> {
	const row = await db
		.selectFrom('scheduler')
		.select(['beatAt', 'awayFrom', 'awayUntil'])
		.executeTakeFirst();
	return row ?? null;
}

/** Stores that the machine was off between two times; the latest absence is the one that is kept. */
export async function noteAway(db: Kysely<Schema>, from: number, until: number): Promise<void> {
	const away = { awayFrom: from, awayUntil: until };
	await db
		.insertInto('scheduler')
		.values({ id: 1, beatAt: until, ...away })
		.onConflict((conflict) => conflict.column('id').doUpdateSet(away))
		.execute();
}

/** The latest time that this machine was off for more than a day, for the sentence on the card. */
export async function awayView(db: Kysely<Schema>) {
	const pulse = await readBeat(db);
	if (!pulse || pulse.awayFrom === null || pulse.awayUntil === null) return null;
	return {
		from: new Date(pulse.awayFrom).toISOString(),
		until: new Date(pulse.awayUntil).toISOString()
	};
}
