import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Tell } from '../tell.ts';

/** Under this part of the bound there is room again, and a next time is told anew. */
const ROOM_AGAIN = 0.95;

/** What all kept pictures take, in bytes. */
export async function bytesKept(db: Kysely<Schema>): Promise<number> {
	const { bytes } = await db
		.selectFrom('contentPictures')
		.select((eb) => eb.fn.coalesce(eb.fn.sum<number>('bytes'), eb.lit(0)).as('bytes'))
		.executeTakeFirstOrThrow();
	return bytes;
}

/** Notes that there is no room for another picture; the owner is told once, until there was room again. */
export async function noteFull(
	{ db, tell }: { db: Kysely<Schema>; tell: Tell },
	{ now, sentence }: { now: number; sentence: string }
): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		const noted = await trx
			.insertInto('mediaSpace')
			.values({ id: 1, fullSince: now })
			.onConflict((row) => row.doNothing())
			.executeTakeFirst();
		if (noted.numInsertedOrUpdatedRows !== 1n) return false;
		await tell(trx, { what: 'no room for pictures', sentence });
		return true;
	});
}

/** Whether there was no room for the latest picture. */
export const isNotedFull = async (db: Kysely<Schema>): Promise<boolean> =>
	(await db.selectFrom('mediaSpace').select('id').executeTakeFirst()) !== undefined;

/** Forgets that it was full once there is room again. */
export async function noteRoom(db: Kysely<Schema>, maxBytes: number): Promise<void> {
	if (!(await isNotedFull(db)) || (await bytesKept(db)) > maxBytes * ROOM_AGAIN) return;
	await db.deleteFrom('mediaSpace').execute();
}
