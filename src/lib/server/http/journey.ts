import type { RequestEvent } from '@sveltejs/kit';
import type { Kysely } from 'kysely';
import type { ProviderId } from '../../view.ts';
import { attemptsOf, type BrowserHalf, dropAttempts } from '../connections/attempts.ts';
import type { Finished } from '../connections/journey.ts';
import type { Schema } from '../database/schema.ts';
import type { Sessions } from '../sessions/lucia.ts';
import { dropAttempt, dropCookie, readAttempts, writeAttempt, writeSession } from './cookies.ts';

/** Open attempts of one browser: its oldest give way. */
const MAX_PER_BROWSER = 20;

/** Looks up the transaction cookie of an attempt in this browser. */
export function secretOf(event: RequestEvent, origin: URL) {
	const halves = readAttempts(event.cookies, origin);
	return (id: string) => halves.find((half) => half.id === id)?.secret ?? null;
}

/** Gives a new attempt its cookie, and takes the oldest away where there are too many. */
export async function keepAttempt(
	event: RequestEvent,
	{ db, settings }: { db: Kysely<Schema>; settings: { origin: URL } },
	half: BrowserHalf
) {
	const { origin } = settings;
	const halves = readAttempts(event.cookies, origin);
	const known = (await attemptsOf(db, halves)).map(({ attempt }) => attempt);
	const unknown = halves.filter(({ id }) => !known.some((attempt) => attempt.id === id));
	const tooOld = known.slice(MAX_PER_BROWSER - 1);
	for (const old of [...unknown, ...tooOld]) dropAttempt(event.cookies, origin, old);
	await dropAttempts(
		db,
		tooOld.map(({ id }) => id)
	);
	writeAttempt(event.cookies, origin, half);
}

/**
 * After a journey that went well: its cookie goes, and the creator's session comes. While accounts
 * are chosen the cookie stays.
 */
export async function settleAttempt(
	event: RequestEvent,
	app: { settings: { origin: URL }; sessions: Sessions },
	provider: ProviderId,
	finished: Finished
) {
	const { origin } = app.settings;
	const half = { id: finished.attemptId, provider };
	if (finished.isWaiting) {
		const secret = secretOf(event, origin)(half.id);
		if (secret) writeAttempt(event.cookies, origin, { ...half, secret });
		return;
	}
	dropAttempt(event.cookies, origin, half);
	if (finished.signIn === null) return;
	dropCookie(event.cookies, origin, 'claim');
	writeSession(event.cookies, origin, await app.sessions.begin(finished.signIn));
}
