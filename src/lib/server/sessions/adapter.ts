import type { Kysely, Selectable } from 'kysely';
import type { Adapter, DatabaseSession } from 'lucia';
import { days } from '../clock.ts';
import { type Remember, rememberNothing } from '../database/remembering.ts';
import type { ProvedBy, SessionTable } from '../database/creator-tables.ts';
import type { Schema } from '../database/schema.ts';
import { hashOf } from '../opaque-secret.ts';

/** However often it is used, a session ends 90 days after it began. */
export const LONGEST_SESSION = days(90);

/** Without being used it ends after so long. */
export const UNUSED_SESSION = days(30);

/**
 * Lucia's seven calls on our tables. Only SHA-256 of a session id is stored; Lucia gets back the id
 * that it asked with, because it writes that one into the renewed cookie.
 */
export function sessionAdapter(db: Kysely<Schema>, remember: Remember = rememberNothing): Adapter {
	const rowOf = (hash: string) =>
		db.selectFrom('sessions').selectAll().where('idHash', '=', hash).executeTakeFirst();
	return {
		async getSessionAndUser(sessionId) {
			const hash = hashOf(sessionId);
			const row = await remember(`session ${hash}`, () => rowOf(hash));
			if (!row) return [null, null];
			return [
				{
					id: sessionId,
					userId: row.creatorId,
					expiresAt: new Date(row.expiresAt),
					attributes: factsOf(row)
				},
				{ id: row.creatorId, attributes: {} }
			];
		},

		async getUserSessions(creatorId) {
			const rows = await db
				.selectFrom('sessions')
				.selectAll()
				.where('creatorId', '=', creatorId)
				.execute();
			return rows.map((row): DatabaseSession => ({
				id: row.idHash,
				userId: row.creatorId,
				expiresAt: new Date(row.expiresAt),
				attributes: factsOf(row)
			}));
		},

		async setSession(session) {
			await db
				.insertInto('sessions')
				.values({
					idHash: hashOf(session.id),
					creatorId: session.userId,
					createdAt: Date.now(),
					expiresAt: session.expiresAt.getTime(),
					device: session.attributes.device,
					lastUsedAt: session.attributes.lastUsedAt,
					reauthenticatedAt: session.attributes.reauthenticatedAt,
					provedBy: session.attributes.provedBy,
					address: session.attributes.address
				})
				.execute();
		},

		async updateSessionExpiration(sessionId, expiresAt) {
			const row = await db
				.selectFrom('sessions')
				.select(['createdAt', 'expiresAt'])
				.where('idHash', '=', hashOf(sessionId))
				.executeTakeFirst();
			if (!row) return;
			const until = Math.min(expiresAt.getTime(), row.createdAt + LONGEST_SESSION);
			// Near the bound nothing changes any more: without this, every request would be an fsync.
			if (until <= row.expiresAt) return;
			await db
				.updateTable('sessions')
				.set({ expiresAt: until })
				.where('idHash', '=', hashOf(sessionId))
				.execute();
		},

		async deleteSession(sessionId) {
			await db.deleteFrom('sessions').where('idHash', '=', hashOf(sessionId)).execute();
		},

		async deleteUserSessions(creatorId) {
			await db.deleteFrom('sessions').where('creatorId', '=', creatorId).execute();
		},

		async deleteExpiredSessions() {
			await db.deleteFrom('sessions').where('expiresAt', '<=', Date.now()).execute();
		}
	};
}

const factsOf = (row: Selectable<SessionTable>): SessionFacts => ({
	device: row.device,
	lastUsedAt: row.lastUsedAt,
	reauthenticatedAt: row.reauthenticatedAt,
	provedBy: row.provedBy,
	address: row.address
});

/** What a session keeps about itself. */
export type SessionFacts = {
	/** Browser and system in plain words (see device.ts). */
	device: string | null;
	/** Where its browser was when it began. */
	address: string | null;
	/** When its creator last proved who it is, in milliseconds; null: not in this session. */
	reauthenticatedAt: number | null;
	provedBy: ProvedBy | null;
	lastUsedAt: number | null;
};
