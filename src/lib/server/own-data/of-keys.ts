import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { LEAVES } from './tables.ts';
import { parsed, told } from './told.ts';

/** Every key of a creator, living or not: what it may do, for which connections, how it was used. */
export async function* keysPart(db: Kysely<Schema>, creatorId: string) {
	const rows = await db
		.selectFrom('apiKeys')
		.select(LEAVES.apiKeys)
		.where('creatorId', '=', creatorId)
		.orderBy('createdAt')
		.orderBy('id')
		.execute();
	for (const { actions, ...row } of rows) {
		yield {
			...told(row),
			actions: parsed(actions),
			connections: await connectionsOf(db, row.id),
			hours: await hoursOf(db, row.id),
			refusals: await refusalsOf(db, row.id)
		};
	}
}

const connectionsOf = async (db: Kysely<Schema>, keyId: string) =>
	(
		await db
			.selectFrom('apiKeyConnections')
			.select(LEAVES.apiKeyConnections)
			.where('keyId', '=', keyId)
			.orderBy('connectionId')
			.execute()
	).map(({ connectionId }) => connectionId);

const hoursOf = async (db: Kysely<Schema>, keyId: string) =>
	(
		await db
			.selectFrom('apiKeyHours')
			.select(LEAVES.apiKeyHours)
			.where('keyId', '=', keyId)
			.orderBy('hour')
			.execute()
	).map(told);

const refusalsOf = async (db: Kysely<Schema>, keyId: string) =>
	(
		await db
			.selectFrom('apiKeyRefusals')
			.select(LEAVES.apiKeyRefusals)
			.where('keyId', '=', keyId)
			.orderBy('id')
			.execute()
	).map(told);
