import type { Kysely } from 'kysely';
import { counted } from '../../format.ts';
import { seconds } from '../clock.ts';
import type { Attempt, Schema } from '../database/schema.ts';
import { AppError } from '../errors.ts';
import { UnreadableToken } from '../vault/token-vault.ts';
import { ATTEMPT_LIFE, attemptsOf, type BrowserHalf, expiredState } from './attempts.ts';
import type { Choice, FacebookConsent } from './facebook-arrival.ts';
import type { Finished, JourneyDeps } from './journey.ts';

/** What waits sealed: Meta is asked for the accounts once, and not again by whoever reloads. */
type Kept = {
	consent: FacebookConsent;
	choices: Choice[];
	/** False where the answer was pasted: that never signs in, also not by the choice. */
	maySignIn: boolean;
	/** When Meta was last asked about a choice, in real time; null: not yet. */
	askedAt: number | null;
};

/** Meta counts what it is asked: pressing again and again would use up what renewals need. */
const COOL_DOWN = seconds(60);

/** A consent of Facebook Login whose accounts are still to be chosen. */
export type Waiting = Kept & { attempt: Attempt };

/** Keeps a consent sealed in its attempt for ten minutes; where accounts are chosen comes next. */
export async function letWait(
	{ db, vault }: Pick<JourneyDeps, 'db' | 'vault'>,
	attempt: Attempt,
	kept: Omit<Kept, 'askedAt'>
): Promise<Finished> {
	await db
		.updateTable('attempts')
		.set({
			waiting_sealed: vault.seal(JSON.stringify({ ...kept, askedAt: null }), placeOf(attempt)),
			expires_at: Date.now() + ATTEMPT_LIFE
		})
		.where('id', '=', attempt.id)
		.execute();
	return {
		attemptId: attempt.id,
		path: '/connect/choose',
		signIn: null,
		isProved: false,
		replaces: null,
		isWaiting: true
	};
}

/**
 * The latest consent of this browser that waits for a choice.
 * @throws AppError state_expired: there is none, or its ten minutes are over; locked
 */
export async function findWaiting(
	{ db, vault }: Pick<JourneyDeps, 'db' | 'vault'>,
	halves: BrowserHalf[]
): Promise<Waiting> {
	const mine = await attemptsOf(db, halves);
	const waiting = mine.find(
		({ attempt }) => attempt.waiting_sealed !== null && attempt.expires_at > Date.now()
	)?.attempt;
	if (!waiting?.waiting_sealed) throw expiredState();
	try {
		const text = vault.open(waiting.waiting_sealed, placeOf(waiting));
		return { attempt: waiting, ...(JSON.parse(text) as Kept) };
	} catch (error) {
		if (error instanceof UnreadableToken) throw expiredState();
		throw error;
	}
}

/**
 * Notes that Meta is asked about a choice now: of two clicks one asks.
 * @throws AppError rate_limited: the last one asked less than a minute ago
 */
export async function noteAsked(
	{ db, vault }: Pick<JourneyDeps, 'db' | 'vault'>,
	{ attempt, ...kept }: Waiting,
	now: number
) {
	if (kept.askedAt !== null && now < kept.askedAt + COOL_DOWN) {
		throw tooSoon(kept.askedAt + COOL_DOWN - now);
	}
	const noted = await db
		.updateTable('attempts')
		.set({
			waiting_sealed: vault.seal(JSON.stringify({ ...kept, askedAt: now }), placeOf(attempt))
		})
		.where('id', '=', attempt.id)
		.where('waiting_sealed', '=', attempt.waiting_sealed)
		.returning('id')
		.executeTakeFirst();
	if (!noted) throw tooSoon(COOL_DOWN);
}

function tooSoon(ms: number) {
	const retryAfter = Math.ceil(ms / 1000);
	return new AppError(
		'rate_limited',
		`Meta was asked about this choice less than a minute ago. Press again in ${counted(retryAfter, 'second')}.`,
		{ retryAfter }
	);
}

/** Spends a waiting consent: of two clicks one counts. */
export async function spendWaiting(db: Kysely<Schema>, id: string) {
	const spent = await db
		.updateTable('attempts')
		.set({ waiting_sealed: null })
		.where('id', '=', id)
		.where('waiting_sealed', 'is not', null)
		.returning('id')
		.executeTakeFirst();
	return spent !== undefined;
}

const placeOf = (attempt: Attempt) => ({ attemptId: attempt.id, provider: attempt.provider });
