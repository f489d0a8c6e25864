import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { LEAVES } from './tables.ts';
import { parsed, told } from './told.ts';

/** Where a creator is told, the address whole for mail and shortened for all else. */
export async function channelsPart(db: Kysely<Schema>, creatorId: string) {
	const rows = await db
		.selectFrom('alertChannels')
		.select(LEAVES.alertChannels)
		.where('creatorId', '=', creatorId)
		.orderBy('createdAt')
		.orderBy('id')
		.execute();
	return rows.map(({ types, lastAt, lastOk, lastSentence, ...row }) => ({
		...told(row),
		types: parsed(types),
		lastResult:
			lastAt === null ? null : { ...told({ at: lastAt }), ok: lastOk === 1, sentence: lastSentence }
	}));
}

/** What was told within the last 30 days, or waits to be. */
export async function messagesPart(db: Kysely<Schema>, creatorId: string) {
	const rows = await db
		.selectFrom('alerts')
		.select([...LEAVES.alerts, 'data'])
		.where('creatorId', '=', creatorId)
		.orderBy('at')
		.orderBy('id')
		.execute();
	return rows.map(({ data, ...row }) => ({
		...told(row),
		sentence: (JSON.parse(data) as { sentence: string }).sentence
	}));
}

/** When the secret address of the calendar was made; null: there is none. */
export async function calendarPart(db: Kysely<Schema>, creatorId: string) {
	const row = await db
		.selectFrom('calendars')
		.select(LEAVES.calendars)
		.where('creatorId', '=', creatorId)
		.executeTakeFirst();
	return row ? told(row) : null;
}
