import type { Kysely } from 'kysely';
import type { Adapter, DatabaseSession } from 'lucia';
import { days } from '../clock.ts';
import type { Schema, SessionTable } from '../database/schema.ts';
import { hashOf } from '../opaque-secret.ts';

/** However often it is used, a session ends 90 days after it began. */
export const LONGEST_SESSION = days(90);

/**
 * Lucia's seven calls on our tables. Only SHA-256 of a session id is stored; Lucia gets back the id
 * that it asked with, because it writes that one into the renewed cookie.
 */
export function sessionAdapter(db: Kysely<Schema>): Adapter {
	return {
		async getSessionAndUser(sessionId) {
			const row = await db
				.selectFrom('sessions')
				.selectAll()
				.where('id_hash', '=', hashOf(sessionId))
				.executeTakeFirst();
			if (!row) return [null, null];
			return [
				{
					id: sessionId,
					userId: row.creator_id,
					expiresAt: new Date(row.expires_at),
					attributes: factsOf(row)
				},
				{ id: row.creator_id, attributes: {} }
			];
		},

		async getUserSessions(creatorId) {
			const rows = await db
				.selectFrom('sessions')
				.selectAll()
				.where('creator_id', '=', creatorId)
				.execute();
			return rows.map((row): DatabaseSession => ({
				id: row.id_hash,
				userId: row.creator_id,
				expiresAt: new Date(row.expires_at),
				attributes: factsOf(row)
			}));
		},

		async setSession(session) {
			await db
				.insertInto('sessions')
				.values({
					id_hash: hashOf(session.id),
					creator_id: session.userId,
					created_at: Date.now(),
					expires_at: session.expiresAt.getTime(),
					device: session.attributes.device,
					last_used_at: session.attributes.lastUsedAt,
					reauthenticated_at: session.attributes.reauthenticatedAt
				})
				.execute();
		},

		async updateSessionExpiration(sessionId, expiresAt) {
			const row = await db
				.selectFrom('sessions')
				.select(['created_at', 'expires_at'])
				.where('id_hash', '=', hashOf(sessionId))
				.executeTakeFirst();
			if (!row) return;
			const until = Math.min(expiresAt.getTime(), row.created_at + LONGEST_SESSION);
			// Near the bound nothing changes any more: without this, every request would be an fsync.
			if (until <= row.expires_at) return;
			await db
				.updateTable('sessions')
				.set({ expires_at: until })
				.where('id_hash', '=', hashOf(sessionId))
				.execute();
		},

		async deleteSession(sessionId) {
			await db.deleteFrom('sessions').where('id_hash', '=', hashOf(sessionId)).execute();
		},

		async deleteUserSessions(creatorId) {
			await db.deleteFrom('sessions').where('creator_id', '=', creatorId).execute();
		},

		async deleteExpiredSessions() {
			await db.deleteFrom('sessions').where('expires_at', '<=', Date.now()).execute();
		}
	};
}

const factsOf = (row: SessionTable): SessionFacts => ({
	device: row.device,
	lastUsedAt: row.last_used_at,
	reauthenticatedAt: row.reauthenticated_at
});

/** What a session keeps about itself. */
export type SessionFacts = {
	/** Browser and system in plain words (see device.ts). */
	device: string | null;
	/** When its creator last proved who it is, in milliseconds; null: not in this session. */
	reauthenticatedAt: number | null;
	lastUsedAt: number | null;
};
