import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';

/** A session as its creator sees it: named by its hash, which opens nothing. */
type SessionView = {
	hash: string;
	/** "Firefox on Android"; null: not told. */
	device: string | null;
	/** Where its browser was when it began; null: not told. */
	address: string | null;
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
		.where('creatorId', '=', creatorId)
		.where('expiresAt', '>', now)
		.execute();
	const lastUse = (row: (typeof rows)[number]) => row.lastUsedAt ?? row.createdAt;
	const isThis = (row: (typeof rows)[number]) => row.idHash === hash;
	return rows
		.sort((a, b) => Number(isThis(b)) - Number(isThis(a)) || lastUse(b) - lastUse(a))
		.map((row) => ({
			hash: row.idHash,
			device: row.device,
			address: row.address,
			beganAt: new Date(row.createdAt).toISOString(),
			lastUsedAt: new Date(lastUse(row)).toISOString(),
			isThis: isThis(row)
		}));
}

/** Ends one session of this creator by its hash; false where there is none, or it is another's. */
export async function endSession(db: Kysely<Schema>, creatorId: string, hash: string) {
	const ended = await db
		.deleteFrom('sessions')
		.where('idHash', '=', hash)
		.where('creatorId', '=', creatorId)
		.returning('idHash')
		.executeTakeFirst();
	return ended !== undefined;
}
