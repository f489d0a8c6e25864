import type { RequestEvent } from '@sveltejs/kit';
import type { Kysely } from 'kysely';
import type { ProviderId } from '../../logins.ts';
import { attemptsOf, type BrowserHalf, dropAttempts } from '../authorization/attempts.ts';
import type { AttemptOutcome } from '../authorization/types.ts';
import type { Schema } from '../database/schema.ts';
import { hashOf } from '../opaque-secret.ts';
import { deviceOf } from '../sessions/device.ts';
import type { Proof, Sessions } from '../sessions/lucia.ts';
import { endSession } from '../sessions/session-list.ts';
import { clientAddress } from './answer.ts';
import { clientKey } from './client-key.ts';
import {
	dropAttempt,
	dropCookie,
	readAttempts,
	readCookie,
	writeAttempt,
	writeSession
} from './cookies.ts';

/** Open attempts of one browser: its oldest give way. */
const MAX_PER_BROWSER = 20;

/**
 * Whose starts are counted together: one client, or of IPv6 the /48, because anybody can have as many
 * of the smaller networks as there are bounds to use up.
 */
export const networkOf = (event: RequestEvent) =>
	clientKey(clientAddress(event)).replace(/^((?:[^:]+:){3})[^:]+::\/64$/, '$1:/48');

/** Looks up the transaction cookie of an attempt in this browser. */
export function secretOf(event: RequestEvent, origin: URL) {
	const halves = readAttempts(event.cookies, origin);
	return (id: string) => halves.find((half) => half.id === id)?.secret ?? null;
}

/** What proves that this browser holds an invitation; null where it has opened none. */
export function invitationHashOf(event: RequestEvent, origin: URL): string | null {
	const code = readCookie(event.cookies, origin, 'invitation');
	return code === null ? null : hashOf(code);
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
 * After an attempt that went well: its cookie goes, and the creator's session comes, in the place of
 * the one that asked for a proof. While accounts are chosen the cookie stays.
 */
export async function settleAttempt(
	event: RequestEvent,
	app: { db: Kysely<Schema>; settings: { origin: URL }; sessions: Sessions },
	provider: ProviderId,
	outcome: AttemptOutcome
) {
	const { origin } = app.settings;
	const half = { id: outcome.attemptId, provider };
	if (outcome.isWaiting) {
		const secret = secretOf(event, origin)(half.id);
		if (secret) writeAttempt(event.cookies, origin, { ...half, secret });
		return;
	}
	dropAttempt(event.cookies, origin, half);
	if (outcome.signIn === null) return;
	dropCookie(event.cookies, origin, 'claim');
	dropCookie(event.cookies, origin, 'invitation');
	const { signIn: creatorId, replaces, proof } = outcome;
	// Whoever signed out while Meta was asking stays signed out.
	if (replaces !== null && !(await endSession(app.db, creatorId, replaces))) return;
	await startSession(event, app, creatorId, proof);
}

/** Begins a session in this browser. @param proof what it proves; null: nothing */
export async function startSession(
	event: RequestEvent,
	{ settings, sessions }: { settings: { origin: URL }; sessions: Sessions },
	creatorId: string,
	proof: Proof | null
) {
	const device = deviceOf(event.request.headers.get('user-agent'));
	const session = await sessions.begin(creatorId, {
		device,
		address: clientAddress(event),
		proof
	});
	writeSession(event.cookies, settings.origin, session);
}
