import type { Kysely } from 'kysely';
import { hours, minutes } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import type { Place } from './places.ts';

/** A limit that was reached: nobody calls before `until`. */
export type Block = { code: number; until: number; untold: number };

/** Where Meta tells no time: so long at first, doubled each time up to the longest. */
const FIRST = minutes(5);
const LONGEST = minutes(60);
/** An end further ahead than any that is set was set under a wrong clock. */
export const LONGEST_BLOCK = hours(24);

/**
 * The block after a code of a limit. Answers to calls that were under way when the block began are
 * the same block: they do not double it.
 * @param regainMs what Meta told; null: nothing
 */
export function blockAfter(
	before: Block | undefined,
	{ code, now, regainMs }: { code: number; now: number; regainMs: number | null }
): Block {
	const isSame = before !== undefined && before.until > now;
	if (regainMs !== null) {
		const until = now + Math.min(regainMs, LONGEST_BLOCK);
		return { code, until: isSame ? Math.max(before.until, until) : until, untold: 0 };
	}
	if (isSame) return before;
	const untold = (before?.untold ?? 0) + 1;
	return { code, until: now + Math.min(LONGEST, FIRST * 2 ** Math.min(untold - 1, 10)), untold };
}

/** What is blocked, as a process before this one left it. */
export async function readBlocks(db: Kysely<Schema>): Promise<Map<Place, Block>> {
	const rows = await db.selectFrom('metaBlocks').selectAll().execute();
	return new Map(
		rows.map(({ place, code, until, untold }) => [place as Place, { code, until, untold }])
	);
}

export async function storeBlock(
	db: Kysely<Schema>,
	place: Place,
	connectionId: string | null,
	block: Block
): Promise<void> {
	await db
		.insertInto('metaBlocks')
		.values({ place, connectionId, ...block })
		.onConflict((conflict) => conflict.column('place').doUpdateSet(block))
		.execute();
}

export async function dropBlock(db: Kysely<Schema>, place: Place): Promise<void> {
	await db.deleteFrom('metaBlocks').where('place', '=', place).execute();
}
