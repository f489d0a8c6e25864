import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { listConnections } from '../connections/store.ts';
import type { Schema } from '../database/schema.ts';
import { hashOf } from '../opaque-secret.ts';
import { calendarFile } from './calendar-file.ts';

type Deps = { db: Kysely<Schema>; origin: URL };

/**
 * Makes the secret address of a creator's calendar; one that was made before works no more. Only the
 * hash of its 128 bits is kept: it is shown once.
 * @param now milliseconds on the clock of connections
 */
export async function makeCalendar({ db, origin }: Deps, creatorId: string, now: number) {
	const code = randomBytes(16).toString('base64url');
	const kept = { codeHash: hashOf(code), madeAt: now };
	await db
		.insertInto('calendars')
		.values({ creatorId, ...kept })
		.onConflict((conflict) => conflict.column('creatorId').doUpdateSet(kept))
		.execute();
	return { address: new URL(`/calendar/${code}.ics`, origin).href };
}

/** @returns false: there was none */
export async function dropCalendar(db: Kysely<Schema>, creatorId: string): Promise<boolean> {
	const gone = await db
		.deleteFrom('calendars')
		.where('creatorId', '=', creatorId)
		.returning('creatorId')
		.executeTakeFirst();
	return gone !== undefined;
}

/** When this creator's calendar was made; null: there is none. */
export async function calendarView(
	db: Kysely<Schema>,
	creatorId: string
): Promise<{ madeAt: string } | null> {
	const row = await db
		.selectFrom('calendars')
		.select('madeAt')
		.where('creatorId', '=', creatorId)
		.executeTakeFirst();
	return row ? { madeAt: new Date(row.madeAt).toISOString() } : null;
}

/**
 * The calendar that a code opens, as a file; null: no such code.
 * @param at `now` in milliseconds
 */
export async function readCalendar(
	{ db, origin }: Deps,
	code: string,
	at: { now: number; isLocked: boolean }
): Promise<string | null> {
	const calendar = await db
		.selectFrom('calendars')
		.selectAll()
		.where('codeHash', '=', hashOf(code))
		.executeTakeFirst();
	if (!calendar) return null;
	const connections = await listConnections(db, calendar.creatorId);
	return calendarFile(connections, { ...at, origin, madeAt: calendar.madeAt });
}
