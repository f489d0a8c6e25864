import type { Kysely } from 'kysely';
import { createHash, randomUUID } from 'node:crypto';
import type { ProviderId } from '../../logins.ts';
import { minutes } from '../clock.ts';
import type { Attempt, Schema } from '../database/schema.ts';
import { AppError } from '../errors.ts';
import { hashOf, newSecret } from '../opaque-secret.ts';

/** RFC 9700 section 4.7: an attempt is short-lived, single use and bound to its browser. */
export const ATTEMPT_LIFE = minutes(10);
/** Ended attempts are kept this long for the page that explains them. */
export const KEPT_AFTER_END = minutes(10);

export type NewAttempt = {
	provider: ProviderId;
	sessionHash: string | null;
	creatorId: string | null;
	mayClaim: boolean;
	connectionId: string | null;
	scopes: string[];
	askAgain: Attempt['askAgain'];
	/** The invitation that a newcomer brings along. */
	invitationHash: string | null;
	/** Set where it only proves again who it is: the page to go on to. */
	confirms: string | null;
	/** Whence somebody starts who is not signed in: the attempts of one network give way together. */
	network: string | null;
};

/** The browser's half of an attempt: the transaction cookie is named after login and id. */
export type BrowserHalf = { id: string; provider: ProviderId; secret: string };

/** Open attempts of all who are not signed in, and of each creator. */
const MAX_OPEN = 1000;
const MAX_OF_CREATOR = 100;

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
	const half = {
		id: randomUUID().slice(0, 8),
		provider: attempt.provider,
		secret: newSecret()
	};
	await db
		.insertInto('attempts')
		.values({
			id: half.id,
			provider: attempt.provider,
			stateHash: hashOf(stateOf(half.secret)),
			cookieHash: hashOf(half.secret),
			sessionHash: attempt.sessionHash,
			creatorId: attempt.creatorId,
			mayClaim: attempt.mayClaim ? 1 : 0,
			connectionId: attempt.connectionId,
			scopes: JSON.stringify(attempt.scopes),
			askAgain: attempt.askAgain,
			createdAt: now,
			expiresAt: now + ATTEMPT_LIFE,
			consumedAt: null,
			problem: null,
			metaSaid: null,
			accountExpected: null,
			accountArrived: null,
			found: null,
			waitingSealed: null,
			invitationHash: attempt.invitationHash,
			confirms: attempt.confirms,
			network: attempt.network
		})
		.execute();
	await (attempt.creatorId === null ? makeRoom(db) : makeRoomFor(db, attempt.creatorId));
	return half;
}

/**
 * Starts that nobody finishes must not fill the disk, and a flood must not end the attempt of who is
 * at Meta just now: beyond the bound the oldest of the busiest network gives way. What has ended is
 * tidied by its age.
 */
async function makeRoom(db: Kysely<Schema>) {
	const open = db
		.selectFrom('attempts')
		.where('consumedAt', 'is', null)
		.where('creatorId', 'is', null);
	await db
		.deleteFrom('attempts')
		.where('id', '=', (eb) =>
			open
				.select('id')
				.where(open.select(eb.fn.countAll().as('count')), '>', MAX_OPEN)
				.orderBy(
					eb.fn.countAll().over((over) => over.partitionBy('network')),
					'desc'
				)
				.orderBy('createdAt')
				.orderBy('id')
				.limit(1)
		)
		.execute();
}

/** Who is signed in gives way to nobody, and has a bound of their own: the oldest go. */
async function makeRoomFor(db: Kysely<Schema>, creatorId: string) {
	await db
		.deleteFrom('attempts')
		.where('id', 'in', (eb) =>
			eb
				.selectFrom('attempts')
				.select('id')
				.where('consumedAt', 'is', null)
				.where('creatorId', '=', creatorId)
				.orderBy('createdAt', 'desc')
				.orderBy('id')
				.limit(-1)
				.offset(MAX_OF_CREATOR)
		)
		.execute();
}

/** A browser with too many open attempts lets its oldest go. */
export async function dropAttempts(db: Kysely<Schema>, ids: string[]) {
	if (ids.length === 0) return;
	await db.deleteFrom('attempts').where('id', 'in', ids).where('consumedAt', 'is', null).execute();
}

/**
 * Spends an attempt: one statement, before anything is sent to Meta. A callback in a browser that
 * did not start it leaves it unspent, so that the right browser can still finish. An answer that
 * comes to the address of the other login spends it too: RFC 9700, section 4.4, mix-up.
 * @throws AppError state_unknown, state_foreign, state_used, state_expired
 */
export async function consumeAttempt(
	db: Kysely<Schema>,
	callback: { provider: ProviderId; state: string; secretFor: (id: string) => string | null },
	now: number
): Promise<Attempt> {
	const found = await db
		.selectFrom('attempts')
		.selectAll()
		.where('stateHash', '=', hashOf(callback.state))
		.executeTakeFirst();
	if (!found) throw unknownState();
	if (found.consumedAt !== null) throw usedState();
	if (found.expiresAt <= now) throw expiredState();
	const secret = callback.secretFor(found.id);
	if (!secret || hashOf(secret) !== found.cookieHash) throw foreignState();
	const attempt = await db
		.updateTable('attempts')
		.set({ consumedAt: now })
		.where('id', '=', found.id)
		.where('consumedAt', 'is', null)
		.where('expiresAt', '>', now)
		.returningAll()
		.executeTakeFirst();
	// Another callback of the same browser may have been a moment earlier.
	if (!attempt) throw usedState();
	if (attempt.provider !== callback.provider) throw unknownState();
	return attempt;
}

export const unknownState = () =>
	new AppError('state_unknown', 'This address is not an answer that Mooring is waiting for.');
const foreignState = () =>
	new AppError('state_foreign', 'This connection was started in another browser.');
export const usedState = () => new AppError('state_used', 'This answer was used already.');
export const expiredState = () =>
	new AppError('state_expired', 'This connection was started more than ten minutes ago.');

/** The Meta app of a login is another one now: what was asked of the one before ends. */
export async function endAttemptsOf(db: Kysely<Schema>, provider: ProviderId) {
	await db
		.updateTable('attempts')
		.set({ problem: 'app_changed', waitingSealed: null })
		.where('provider', '=', provider)
		.where('problem', 'is', null)
		.where((eb) => eb.or([eb('consumedAt', 'is', null), eb('waitingSealed', 'is not', null)]))
		.execute();
}

export const appChanged = () =>
	new AppError('app_changed', 'The Meta app was changed in Setup while Meta was asking.');

/** The attempts that this browser holds cookies of, newest first. */
export async function attemptsOf(db: Kysely<Schema>, halves: BrowserHalf[]) {
	if (halves.length === 0) return [];
	const rows = await db
		.selectFrom('attempts')
		.selectAll()
		.where(
			'cookieHash',
			'in',
			halves.map((half) => hashOf(half.secret))
		)
		.orderBy('createdAt', 'desc')
		.execute();
	return rows.flatMap((attempt) => {
		const half = halves.find((one) => one.id === attempt.id);
		return half ? [{ attempt, secret: half.secret }] : [];
	});
}

/**
 * When a session last came to something: its begin, or the latest consent that it brought home. The
 * cookie of an attempt that went well is gone, so only the session still tells of it.
 */
export async function lastSuccessOf(
	db: Kysely<Schema>,
	sessionHash: string
): Promise<number | null> {
	const session = await db
		.selectFrom('sessions')
		.select('createdAt')
		.where('idHash', '=', sessionHash)
		.executeTakeFirst();
	const { latest } = await db
		.selectFrom('attempts')
		.select((eb) => eb.fn.max('consumedAt').as('latest'))
		.where('sessionHash', '=', sessionHash)
		.where('problem', 'is', null)
		.executeTakeFirstOrThrow();
	const known = [session?.createdAt, latest].filter((at) => typeof at === 'number');
	return known.length === 0 ? null : Math.max(...known);
}

/** Consents whose time to choose is over go at once; the rest is kept for the page of cause. */
export async function dropOldAttempts(db: Kysely<Schema>, now: number) {
	await db
		.updateTable('attempts')
		.set({ waitingSealed: null })
		.where('waitingSealed', 'is not', null)
		.where('expiresAt', '<=', now)
		.execute();
	await db
		.deleteFrom('attempts')
		.where('expiresAt', '<=', now - KEPT_AFTER_END)
		.execute();
}
