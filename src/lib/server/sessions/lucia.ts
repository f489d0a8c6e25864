import type { Kysely } from 'kysely';
import { Lucia, TimeSpan } from 'lucia';
import { hours } from '../clock.ts';
import { type Remember, rememberNothing } from '../database/remembering.ts';
import type { ProvedBy } from '../database/creator-tables.ts';
import type { Schema } from '../database/schema.ts';
import { hashOf, newSecret } from '../opaque-secret.ts';
import { type Tell, tellNobody } from '../tell.ts';
import { sessionAdapter, type SessionFacts, UNUSED_SESSION } from './adapter.ts';
import { browserWords, noteBrowser } from './seen-browsers.ts';

export type SessionCookie = { value: string; expiresAt: Date };

/** What a session begins with: a sign-in at Meta counts too, where a light proof is enough. */
export type Proof = ProvedBy | 'sign_in';

/** What is known of a session when it begins. */
type Beginning = {
	device?: string | null;
	/** Where the browser is. */
	address?: string | null;
	/** How its creator has just shown who it is; null: not at all. */
	proof?: Proof | null;
};

/** Using a session is noted no more often: a note is a write, and each write waits for the disk. */
const NOTED_EVERY = hours(1);

/** Sessions of one creator at a time: whoever needs more has forgotten some of them. */
const MAX_OF_CREATOR = 50;

/** Sessions of creators: 30 days, extended when used in their second half, 90 days at most; 50 each. */
export function sessions(
	db: Kysely<Schema>,
	tell: Tell = tellNobody,
	remember: Remember = rememberNothing
) {
	const lucia = luciaOn(db, remember);

	async function noteUse(hash: string, now: number) {
		await db.updateTable('sessions').set({ lastUsedAt: now }).where('idHash', '=', hash).execute();
	}

	/** Beyond the bound those used longest ago end, never the one that has just begun. */
	async function makeRoomFor(trx: Kysely<Schema>, creatorId: string, begun: string) {
		await trx
			.deleteFrom('sessions')
			.where('idHash', 'in', (eb) =>
				eb
					.selectFrom('sessions')
					.select('idHash')
					.where('creatorId', '=', creatorId)
					.where('idHash', '!=', begun)
					.orderBy((of) => of.fn.coalesce('lastUsedAt', 'createdAt'), 'desc')
					.orderBy('idHash')
					.limit(-1)
					.offset(MAX_OF_CREATOR - 1)
			)
			.execute();
	}

	return {
		/** Begins a session; the value goes into the cookie and nowhere else. */
		async begin(
			creatorId: string,
			{ device = null, address = null, proof = null }: Beginning = {}
		): Promise<SessionCookie> {
			const now = Date.now();
			const reauthenticatedAt = proof === null ? null : now;
			const provedBy = proof === 'sign_in' ? null : proof;
			const facts = { device, address, reauthenticatedAt, provedBy, lastUsedAt: now };
			return db.transaction().execute(async (trx) => {
				const id = { sessionId: newSecret() };
				const session = await luciaOn(trx).createSession(creatorId, facts, id);
				await makeRoomFor(trx, creatorId, hashOf(session.id));
				const browser = browserWords(device);
				const seen = await noteBrowser(trx, creatorId, browser, now);
				const byLink = proof === 'link';
				await tell(trx, { what: 'session began', creatorId, browser, byLink, ...seen });
				return { value: session.id, expiresAt: session.expiresAt };
			});
		},

		/** Whose session a cookie's value is; `renewed` asks for the cookie to be written again. */
		async read(value: string) {
			const { session } = await lucia.validateSession(value);
			if (!session) return null;
			const hash = hashOf(value);
			const now = Date.now();
			if (now - (session.lastUsedAt ?? 0) >= NOTED_EVERY) await noteUse(hash, now);
			return {
				creatorId: session.userId,
				hash,
				reauthenticatedAt: session.reauthenticatedAt,
				provedBy: session.provedBy,
				renewed: session.fresh ? { value, expiresAt: session.expiresAt } : null
			};
		},

		/** Whether the session with this hash still lives: a callback from Meta brings no Strict cookie. */
		async isAlive(hash: string, creatorId: string): Promise<boolean> {
			const row = await db
				.selectFrom('sessions')
				.select('idHash')
				.where('idHash', '=', hash)
				.where('creatorId', '=', creatorId)
				.where('expiresAt', '>', Date.now())
				.executeTakeFirst();
			return row !== undefined;
		},

		end: (value: string) => lucia.invalidateSession(value),
		endAll: (creatorId: string) => lucia.invalidateUserSessions(creatorId),
		dropExpired: () => lucia.deleteExpiredSessions()
	};
}

const luciaOn = (db: Kysely<Schema>, remember: Remember = rememberNothing) =>
	new Lucia(sessionAdapter(db, remember), {
		sessionExpiresIn: new TimeSpan(UNUSED_SESSION, 'ms'),
		getSessionAttributes: (facts) => facts
	});

export type Sessions = ReturnType<typeof sessions>;

declare module 'lucia' {
	interface Register {
		Lucia: Lucia<SessionFacts>;
		UserId: string;
		DatabaseSessionAttributes: SessionFacts;
	}
}
