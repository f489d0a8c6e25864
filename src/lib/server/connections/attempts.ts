import { createHash, randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { ProviderId } from '../../view.ts';
import { minutes } from '../clock.ts';
import type { Attempt, Schema } from '../database/schema.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import { hashOf, newSecret } from '../opaque-secret.ts';

/** RFC 9700 section 4.7: an attempt is short-lived, single use and bound to its browser. */
export const ATTEMPT_LIFE = minutes(10);
/** Ended attempts are kept this long for the page that explains them. */
const KEPT_AFTER_END = minutes(10);

export type NewAttempt = {
	provider: ProviderId;
	sessionHash: string | null;
	creatorId: string | null;
	mayClaim: boolean;
	connectionId: string | null;
	scopes: string[];
};

/** The browser's half of an attempt; `secret` goes into the transaction cookie named after `id`. */
export type BrowserHalf = { id: string; secret: string };

/**
 * The state that belongs to a transaction cookie: derived one way, so that the paste page can show
 * the link to Meta again while the database holds hashes only. 256 bits (RFC 9700 section 2.1).
 */
export const stateOf = (secret: string) =>
	createHash('sha256').update(`mooring state\n${secret}`).digest('base64url');

/** Starts an attempt: stores its hashes, and returns what the browser keeps. */
export async function startAttempt(
	db: Kysely<Schema>,
	attempt: NewAttempt,
	now: number
): Promise<BrowserHalf> {
	const half = { id: randomUUID().slice(0, 8), secret: newSecret() };
	await db
		.insertInto('attempts')
		.values({
			id: half.id,
			provider: attempt.provider,
			state_hash: hashOf(stateOf(half.secret)),
			cookie_hash: hashOf(half.secret),
			session_hash: attempt.sessionHash,
			creator_id: attempt.creatorId,
			may_claim: attempt.mayClaim ? 1 : 0,
			connection_id: attempt.connectionId,
			scopes: JSON.stringify(attempt.scopes),
			created_at: now,
			expires_at: now + ATTEMPT_LIFE,
			consumed_at: null,
			problem: null,
			meta_said: null,
			account_expected: null,
			account_arrived: null
		})
		.execute();
	return half;
}

/**
 * Spends an attempt: one statement, before anything is sent to Meta. A callback in a browser that
 * did not start it leaves it unspent, so that the right browser can still finish.
 * @throws AppError state_unknown, state_foreign, state_used, state_expired
 */
export async function consumeAttempt(
	db: Kysely<Schema>,
	arrival: { provider: ProviderId; state: string; secretFor: (id: string) => string | null },
	now: number
): Promise<Attempt> {
	const found = await db
		.selectFrom('attempts')
		.selectAll()
		.where('state_hash', '=', hashOf(arrival.state))
		.where('provider', '=', arrival.provider)
		.executeTakeFirst();
	if (!found) throw unknownState();
	if (found.consumed_at !== null) throw usedState();
	if (found.expires_at <= now) throw expiredState();
	const secret = arrival.secretFor(found.id);
	if (!secret || hashOf(secret) !== found.cookie_hash) throw foreignState();
	const attempt = await db
		.updateTable('attempts')
		.set({ consumed_at: now })
		.where('id', '=', found.id)
		.where('consumed_at', 'is', null)
		.where('expires_at', '>', now)
		.returningAll()
		.executeTakeFirst();
	// Another callback of the same browser may have been a moment earlier.
	if (!attempt) throw usedState();
	return attempt;
}

export const unknownState = () =>
	new AppError('state_unknown', 'This address is not an answer that Mooring is waiting for.');
const foreignState = () =>
	new AppError('state_foreign', 'This connection was started in another browser.');
const usedState = () => new AppError('state_used', 'This answer was used already.');
const expiredState = () =>
	new AppError('state_expired', 'This connection was started more than ten minutes ago.');

/** Keeps for the problem page how an attempt ended. */
export async function endAttempt(
	db: Kysely<Schema>,
	id: string,
	end: {
		problem: ErrorCode;
		metaSaid?: string | null;
		accountExpected?: string | null;
		accountArrived?: string | null;
		connectionId?: string | null;
	}
) {
	await db
		.updateTable('attempts')
		.set({
			problem: end.problem,
			meta_said: end.metaSaid?.slice(0, 200) ?? null,
			account_expected: end.accountExpected ?? null,
			account_arrived: end.accountArrived ?? null,
			...(end.connectionId ? { connection_id: end.connectionId } : {})
		})
		.where('id', '=', id)
		.execute();
}

/** The attempts that this browser holds cookies of, newest first. */
export async function attemptsOf(db: Kysely<Schema>, halves: BrowserHalf[]) {
	if (halves.length === 0) return [];
	const rows = await db
		.selectFrom('attempts')
		.selectAll()
		.where(
			'cookie_hash',
			'in',
			halves.map((half) => hashOf(half.secret))
		)
		.orderBy('created_at', 'desc')
		.execute();
	return rows.flatMap((attempt) => {
		const half = halves.find((one) => one.id === attempt.id);
		return half ? [{ attempt, secret: half.secret }] : [];
	});
}

export async function dropOldAttempts(db: Kysely<Schema>, now: number) {
	await db
		.deleteFrom('attempts')
		.where('expires_at', '<=', now - KEPT_AFTER_END)
		.execute();
}
