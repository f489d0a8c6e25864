import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';

/** A session as its creator sees it: named by its hash, which opens nothing. */
type SessionView = {
	hash: string;
	/** "Firefox on Android"; null: not told. */
	device: string | null;
	/** ISO 8601 UTC. */
	beganAt: string;
	lastUsedAt: string;
	isThis: boolean;
};

/** The living sessions of a creator: this one, then those used last. */
export async function listSessions(
	db: Kysely<Schema>,
	{ creatorId, hash }: { creatorId: string; hash: string },
	now: number
): Promise<SessionView[]> {
	const rows = await db
		.selectFrom('sessions')
		.selectAll()
		.where('creator_id', '=', creatorId)
		.where('expires_at', '>', now)
		.execute();
	const lastUse = (row: (typeof rows)[number]) => row.last_used_at ?? row.created_at;
	const isThis = (row: (typeof rows)[number]) => row.id_hash === hash;
	return rows
		.sort((a, b) => Number(isThis(b)) - Number(isThis(a)) || lastUse(b) - lastUse(a))
		.map((row) => ({
			hash: row.id_hash,
			device: row.device,
			beganAt: new Date(row.created_at).toISOString(),
			lastUsedAt: new Date(lastUse(row)).toISOString(),
			isThis: isThis(row)
		}));
}

/** Ends one session of this creator by its hash; false where there is none, or it is another's. */
export async function endSession(db: Kysely<Schema>, creatorId: string, hash: string) {
	const ended = await db
		.deleteFrom('sessions')
		.where('id_hash', '=', hash)
		.where('creator_id', '=', creatorId)
		.returning('id_hash')
		.executeTakeFirst();
	return ended !== undefined;
}
