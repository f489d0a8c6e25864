import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { ACTION_IDS, type ActionId } from './actions.ts';
import type { Key } from './key.ts';

export type Database = Kysely<Schema> | Transaction<Schema>;

/** A key with the hash of its secret. */
export type StoredKey = Key & { secretHash: string };

/**
 * Written out and compiled once, because every call of every program asks it. A connection counts
 * only while it is still the key's creator's.
 */
const WITH_CONNECTIONS = `
SELECT id, creator_id, name, secret_hash, actions, created_at, expires_at, last_used_at, revoked_at,
	(
		SELECT json_group_array(connection_id) FROM (
			SELECT named.connection_id FROM api_key_connections AS named
			JOIN connections ON connections.id = named.connection_id
			WHERE named.key_id = api_keys.id AND connections.creator_id = api_keys.creator_id
			ORDER BY connections.connected_at, connections.id
		)
	) AS connections
FROM api_keys`;

/** As the database has it, in the names that the queries give it. */
type Row = Omit<StoredKey, 'actions' | 'connectionIds'> & { actions: string; connections: string };

/** A key by its public id, living or not. */
export async function findKey(db: Database, id: string): Promise<StoredKey | null> {
	const query = CompiledQuery.raw(`${WITH_CONNECTIONS} WHERE id = ?`, [id]);
	const [row] = (await db.executeQuery<Row>(query)).rows;
	return row ? keyOf(row) : null;
}

/** All keys of a creator, the newest first. */
export async function keysOf(db: Database, creatorId: string): Promise<StoredKey[]> {
	const query = CompiledQuery.raw(
		`${WITH_CONNECTIONS} WHERE creator_id = ? ORDER BY created_at DESC, id`,
		[creatorId]
	);
	return (await db.executeQuery<Row>(query)).rows.map(keyOf);
}

/** Whether a key opens anything at a time in milliseconds of real time. */
export const isLivingAt = (key: Pick<Key, 'revokedAt' | 'expiresAt'>, now: number) =>
	key.revokedAt === null && (key.expiresAt === null || key.expiresAt > now);

function keyOf({ actions, connections, ...row }: Row): StoredKey {
	const named = new Set(JSON.parse(actions) as ActionId[]);
	return {
		...row,
		// One that this version does not know opens nothing.
		actions: ACTION_IDS.filter((action) => named.has(action)),
		connectionIds: JSON.parse(connections) as string[]
	};
}
