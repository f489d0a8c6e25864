import type { Kysely } from 'kysely';
import { days } from '../clock.ts';
import type { Schema } from '../database/schema.ts';

/** A gap between two beats that is longer than this is worth telling. */
const NOTABLE_GAP = days(1);

/** The scheduler's last sign of life, and its latest absence of more than a day. */
export type Pulse = { beatAt: number; awayFrom: number | null; awayUntil: number | null };

/** Stores that the scheduler is alive. */
export async function beat(db: Kysely<Schema>, now: number): Promise<void> {
	await db
		.insertInto('scheduler')
		.values({ id: 1, beat_at: now, away_from: null, away_until: null })
		.onConflict((conflict) => conflict.column('id').doUpdateSet({ beat_at: now }))
		.execute();
}

/** @returns null before the first beat */
export async function readBeat(db: Kysely<Schema>): Promise<Pulse | null> {
	const row = await db.selectFrom('scheduler').selectAll().executeTakeFirst();
	if (!row) return null;
	return { beatAt: row.beat_at, awayFrom: row.away_from, awayUntil: row.away_until };
}

/** At the start: more than a day since the last beat means that the machine was off. */
export async function noteReturn(db: Kysely<Schema>, now: number): Promise<void> {
	const pulse = await readBeat(db);
	if (pulse && now - pulse.beatAt > NOTABLE_GAP) await noteAway(db, pulse.beatAt, now);
	await beat(db, now);
}

/** Stores that the machine was off between two times; the latest absence is the one that is kept. */
export async function noteAway(db: Kysely<Schema>, from: number, until: number): Promise<void> {
	const away = { away_from: from, away_until: until };
	await db
		.insertInto('scheduler')
		.values({ id: 1, beat_at: until, ...away })
		.onConflict((conflict) => conflict.column('id').doUpdateSet(away))
		.execute();
}
