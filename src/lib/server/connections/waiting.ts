import type { Kysely } from 'kysely';
import type { Attempt, Schema } from '../database/schema.ts';
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
};

/** A consent of Facebook Login whose accounts are still to be chosen. */
export type Waiting = Kept & { attempt: Attempt };

/** Keeps a consent sealed in its attempt for ten minutes; where accounts are chosen comes next. */
export async function letWait(
	{ db, vault }: Pick<JourneyDeps, 'db' | 'vault'>,
	attempt: Attempt,
	kept: Kept
): Promise<Finished> {
	await db
		.updateTable('attempts')
		.set({
			waiting_sealed: vault.seal(JSON.stringify(kept), placeOf(attempt)),
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
