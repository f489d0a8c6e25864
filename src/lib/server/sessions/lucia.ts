import type { Kysely } from 'kysely';
import { Lucia, TimeSpan } from 'lucia';
import type { Schema } from '../database/schema.ts';
import { hashOf, newSecret } from '../opaque-secret.ts';
import { sessionAdapter } from './adapter.ts';

export type SessionCookie = { value: string; expiresAt: Date };

/** Sessions of creators: 30 days, extended when used in their second half, 90 days at most. */
export function sessions(db: Kysely<Schema>) {
	const lucia = new Lucia(sessionAdapter(db), { sessionExpiresIn: new TimeSpan(30, 'd') });
	return {
		/** Begins a session; the value goes into the cookie and nowhere else. */
		async begin(creatorId: string): Promise<SessionCookie> {
			const session = await lucia.createSession(creatorId, {}, { sessionId: newSecret() });
			return { value: session.id, expiresAt: session.expiresAt };
		},

		/** Whose session a cookie's value is; `renewed` asks for the cookie to be written again. */
		async read(value: string) {
			const { session } = await lucia.validateSession(value);
			if (!session) return null;
			return {
				creatorId: session.userId,
				hash: hashOf(value),
				renewed: session.fresh ? { value, expiresAt: session.expiresAt } : null
			};
		},

		/** Whether the session with this hash still lives: a callback from Meta brings no Strict cookie. */
		async isAlive(hash: string, creatorId: string): Promise<boolean> {
			const row = await db
				.selectFrom('sessions')
				.select('id_hash')
				.where('id_hash', '=', hash)
				.where('creator_id', '=', creatorId)
				.where('expires_at', '>', Date.now())
				.executeTakeFirst();
			return row !== undefined;
		},

		end: (value: string) => lucia.invalidateSession(value),
		endAll: (creatorId: string) => lucia.invalidateUserSessions(creatorId),
		count: async (creatorId: string) => (await lucia.getUserSessions(creatorId)).length,
		dropExpired: () => lucia.deleteExpiredSessions()
	};
}

export type Sessions = ReturnType<typeof sessions>;

declare module 'lucia' {
	interface Register {
		Lucia: Lucia;
		UserId: string;
	}
}
