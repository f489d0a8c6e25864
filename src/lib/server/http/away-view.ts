import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { readBeat } from '../renewal/beat.ts';

/** The latest time that this machine was off for more than a day, for the sentence on the card. */
export async function awayView(db: Kysely<Schema>) {
	const pulse = await readBeat(db);
	if (!pulse || pulse.awayFrom === null || pulse.awayUntil === null) return null;
	return {
		from: new Date(pulse.awayFrom).toISOString(),
		until: new Date(pulse.awayUntil).toISOString()
	};
}
