import type { Kysely, Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';

/** What became of the backups; all times in milliseconds of real time. */
export type LastBackup = {
	/** When the latest good one was made; null: none yet. */
	at: number | null;
	/** When the latest in the folder of backups was made; null: none yet. */
	keptAt: number | null;
	/** When one was last tried; null: never. */
	triedAt: number | null;
	/** Why the latest try failed, in one sentence; null: it did not. */
	problem: string | null;
};

/** The latest good backup, and what is wrong since. */
export async function lastGoodBackup(db: Kysely<Schema>): Promise<LastBackup> {
	const row = await db.selectFrom('backups').selectAll().executeTakeFirst();
	return {
		at: row?.goodAt ?? null,
		keptAt: row?.keptAt ?? null,
		triedAt: row?.triedAt ?? null,
		problem: row?.problem ?? null
	};
}

/** A backup begins. What was wrong stays so until one ends well. */
export const noteTry = (db: Kysely<Schema>, now: number) => write(db, { triedAt: now });

/** @param isKept whether it is in the folder of backups */
export const noteGood = (db: Kysely<Schema>, now: number, isKept: boolean) =>
	write(db, {
		triedAt: now,
		goodAt: now,
		...(isKept ? { keptAt: now } : {}),
		problem: null,
		told: 0
	});

/** @param problem one sentence without any secret */
export const noteFailed = (
	db: Kysely<Schema> | Transaction<Schema>,
	now: number,
	problem: string
) => write(db, { triedAt: now, problem });

type Noted = {
	triedAt: number;
	goodAt?: number;
	keptAt?: number;
	problem?: string | null;
	told?: number;
};

async function write(db: Kysely<Schema>, noted: Noted) {
	const fresh = { goodAt: null, keptAt: null, problem: null };
	await db
		.insertInto('backups')
		.values({ id: 1, ...fresh, ...noted })
		.onConflict((conflict) => conflict.column('id').doUpdateSet(noted))
		.execute();
}
